// Keys: one table, from which the help is made as well.

import { h, isWriting } from './dom.js';

/**
 * A key and what it does.
 * @typedef {{keys: string[], shown?: string, help: string, run: (event: KeyboardEvent) => void}} Binding
 */

/** @type {Array<{title: string, bindings: Binding[]}>} */
const groups = [];
/** @type {HTMLDialogElement | undefined} */
let dialogue;

/**
 * Adds keys.
 *
 * @param {string} title what they are for
 * @param {Binding[]} bindings
 * @param {AbortSignal} [signal] ends that
 */
export function bind(title, bindings, signal) {
  const group = { title, bindings };
  groups.push(group);
  signal?.addEventListener('abort', () => groups.splice(groups.indexOf(group), 1));
}

/** Shows all keys. */
export function showHelp() {
  if (dialogue?.open === true) {
    return;
  }
  const box = h(
    'dialog',
    { class: 'help', 'aria-label': 'Keys' },
    h(
      'div',
      { class: 'help-head' },
      h('h2', {}, 'Keys'),
      h('button', { class: 'quiet', 'aria-label': 'Close', onclick: () => box.close() }, '\u2715'),
    ),
    [...new Set(groups.map(group => group.title))].map(title =>
      h(
        'section',
        {},
        h('h3', {}, title),
        h(
          'dl',
          {},
          groups
            .filter(group => group.title === title)
            .flatMap(group => group.bindings)
            .map(binding => [
              h(
                'dt',
                {},
                (binding.shown ?? binding.keys.join(' ')).split(' ').map(key => h('kbd', {}, key)),
              ),
              h('dd', {}, binding.help),
            ])
            .flat(),
        ),
      ),
    ),
  );
  dialogue = box;
  box.addEventListener('close', () => box.remove());
  box.addEventListener('click', event => {
    if (event.target === box) {
      box.close();
    }
  });
  document.body.append(box);
  box.showModal();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isWriting() || dialogue?.open === true) {
    return;
  }
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  // The last ones first: those of the view that is shown.
  for (const group of [...groups].reverse()) {
    const binding = group.bindings.find(each => each.keys.includes(name));
    if (binding !== undefined) {
      // What has the focus keeps the keys that it needs itself.
      const focus = document.activeElement;
      if (
        focus instanceof HTMLElement &&
        focus !== document.body &&
        focus.closest('[data-own-keys]') !== null &&
        /^(Arrow|Enter|Escape|Home|End| )/.test(name)
      ) {
        return;
      }
      event.preventDefault();
      binding.run(event);
      return;
    }
  }
});
