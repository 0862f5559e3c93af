// Which panel stands beside the timeline.

import { fill } from '../dom.js';
import * as place from '../place.js';
import { detailPanel } from './detail.js';
import { pathPanel } from './path.js';
import { threadOf } from './rows.js';
import { stretchPanel } from './stretch.js';

/** @typedef {import('./view.js').TimelineView} TimelineView */

/**
 * Shows what is selected: a stretch, a span, or else the critical path; nothing if there is none.
 *
 * @param {TimelineView} view
 */
export function showPanel(view) {
  const { board, context } = view;
  const signal = view.latestPanel(context.signal);
  const at = board.selected?.at;
  const close = () => view.escape();
  if (board.stretch !== undefined) {
    fill(
      view.panel,
      stretchPanel(
        board.stretch,
        context,
        { close, zoom: () => view.zoomToSelected(), groups: board.rows.all.filter(row => row.kind === 'group') },
        signal,
      ),
    );
  } else if (at !== undefined) {
    const { span } = at;
    const thread = threadOf(at.thread) ?? '';
    const { previous, next } = at;
    fill(
      view.panel,
      detailPanel(at, context, {
        close,
        pin: () => view.pin(),
        pinned: board.rows.pinned.has(at.thread.id),
        follow: span?.waker?.thread === undefined ? undefined : () => view.follow(),
        previous: previous === undefined ? undefined : () => view.step(-1),
        next: next === undefined ? undefined : () => view.step(1),
        zoom: span === undefined ? undefined : () => view.zoomToSelected(),
        path:
          span === undefined || span.state === 'running' || span.end <= span.begin
            ? undefined
            : () =>
                place.go(
                  place.changed({
                    crit: 'thread.' + thread + '.' + Math.max(0, Math.floor(span.begin)) + '.' + Math.ceil(span.end),
                    sel: undefined,
                  }),
                ),
      }),
    );
  } else if (board.path !== undefined) {
    fill(
      view.panel,
      pathPanel(board.path, () => place.go(place.changed({ crit: undefined }))),
    );
  } else {
    view.panel.hidden = true;
    return;
  }
  view.panel.hidden = false;
  view.panel.scrollTop = 0;
}
