// Starts the page: which file, which view.

import { Api, files as askFiles, isAborted } from './api.js';
import { byId, fill, h } from './dom.js';
import { bind, showHelp } from './keys.js';
import { follow, timeless } from './live.js';
import * as place from './place.js';
import { reading, showCurrent, showHead, trouble, VIEWS } from './shell.js';
import { switchTheme } from './theme.js';
import { speakOf } from './words.js';

/** @typedef {import('./types.js').Context} Context */
/** @typedef {import('./types.js').FileInfo} FileInfo */
/** @typedef {(context: Context, place: import('./place.js').Place) => Promise<import('./types.js').View>} Opener */

const POLL_MILLIS = 250;

/** Loaded when they are first asked for. @type {Record<string, () => Promise<{open: Opener}>>} */
const OPENERS = {
  overview: () => import('./views/overview.js'),
  units: () => import('./views/units.js'),
  unit: () => import('./views/unit.js'),
  timeline: () => import('./timeline/view.js'),
  waits: () => import('./views/waits.js'),
  carriers: () => import('./views/carriers.js'),
  threads: () => import('./views/threads.js'),
  gc: () => import('./views/gc.js'),
  logs: () => import('./views/logs.js'),
  sql: () => import('./views/sql.js'),
};

/** @type {FileInfo[]} */
let files = [];
// Whether the server has said which files there are.
let answered = false;
// Whether the recording goes on.
let isLive = false;
/** The file that is shown. @type {{file: FileInfo, api: Api, extent: import('./types.js').Extent, ended: AbortController} | undefined} */
let shown;
/** @type {{name: string, view: import('./types.js').View, ended: AbortController} | undefined} */
let view;
// Whether what is shown stays until the next is there: the same, but newer.
let calmly = false;
// Which one of several that were asked for is the last.
let turn = 0;

/**
 * Waits until a file has been read, and shows how far it is.
 *
 * @param {string} id
 * @param {number} own the turn
 * @returns {Promise<FileInfo | undefined>} undefined if it cannot be read or is not wanted any more
 */
async function readFile(id, own) {
  let api;
  for (;;) {
    const file = files.find(each => String(each.id) === id) ?? files[0];
    if (file === undefined) {
      fill(byId('main'), trouble(new Error('no file is open')));
      return undefined;
    }
    if (file.state === 'ready') {
      return file;
    }
    showHead(files, file, undefined);
    fill(byId('main'), reading(file));
    if (file.state === 'failed') {
      return undefined;
    }
    if (file.state === 'closed' && api === undefined) {
      // Whoever asks anything of it opens it; that it is being read is no trouble here.
      api = new Api(String(file.id));
      api.json('extent').catch(() => {});
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MILLIS));
    if (own !== turn) {
      return undefined;
    }
    files = (await askFiles()).files;
  }
}

/**
 * @param {string} id of a file
 * @param {number} own the turn
 */
async function showFile(id, own) {
  const file = await readFile(id, own);
  if (file === undefined || own !== turn) {
    return false;
  }
  const api = new Api(String(file.id));
  const extent = await api.json('extent');
  if (own !== turn) {
    return false;
  }
  closeView();
  shown?.ended.abort();
  speakOf(/** @type {import('./types.js').Extent} */ (extent).kind);
  shown = { file, api, extent: /** @type {import('./types.js').Extent} */ (extent), ended: new AbortController() };
  showHead(files, file, { api, file, extent: shown.extent, signal: shown.ended.signal });
  return true;
}

function closeView() {
  view?.ended.abort();
  view?.view.close?.();
  view = undefined;
}

/**
 * The number of a file that is there.
 *
 * @param {string | undefined} id
 */
function known(id) {
  return String((files.find(each => String(each.id) === id) ?? files[0])?.id ?? 0);
}

/**
 * Shows a place.
 *
 * @param {import('./place.js').Place} wanted
 * @param {import('./place.js').Place} before
 */
async function show(wanted, before) {
  const id = known(wanted.f);
  const calm = calmly && view !== undefined;
  const name = wanted.view !== undefined && wanted.view in OPENERS ? wanted.view : 'overview';
  const own = ++turn;
  if (!answered) {
    begin();
    return;
  }
  if (isLive && wanted.f !== id) {
    // Its moments are those of a revision that is gone.
    place.go({ ...timeless(wanted), f: id }, { replace: true });
    return;
  }
  try {
    if (shown === undefined || String(shown.file.id) !== id) {
      if (!(await showFile(id, own))) {
        return;
      }
    }
    if (shown === undefined) {
      return;
    }
    showCurrent(name, shown.file);
    if (view !== undefined && view.name === name && view.view.update?.(wanted, before) === true) {
      return;
    }
    closeView();
    const scrolled = calm ? byId('main').scrollTop : 0;
    const ended = new AbortController();
    const signal = AbortSignal.any([ended.signal, shown.ended.signal]);
    const opener = OPENERS[name];
    const main = byId('main');
    if (!calm) {
      fill(main, h('p', { class: 'page loading' }, 'Loading\u2026'));
    }
    const { file, api, extent } = shown;
    const module = await /** @type {() => Promise<{open: Opener}>} */ (opener)();
    const opened = await module.open({ api, file, extent, signal }, wanted);
    if (own !== turn) {
      ended.abort();
      opened.close?.();
      return;
    }
    view = { name, view: opened, ended };
    fill(main, opened.element);
    main.scrollTop = scrolled;
    if (document.activeElement === document.body) {
      main.focus({ preventScroll: true });
    }
  } catch (e) {
    if (own === turn && !isAborted(e)) {
      fill(byId('main'), h('div', { class: 'page' }, trouble(e)));
    }
  }
}

/** Asks which files there are, and shows the place of the address. */
async function begin() {
  try {
    const given = await askFiles();
    files = given.files;
    answered = true;
    if (given.live && !isLive) {
      isLive = true;
      follow({ shown: shownRevision, show: showNewer });
    }
  } catch (e) {
    fill(byId('main'), h('div', { class: 'reading' }, trouble(e), h('button', { type: 'button', onclick: begin }, 'Try again')));
    return;
  }
  const wanted = place.here();
  const is = known(wanted.f);
  const kept = isLive && wanted.f !== is ? timeless(wanted) : wanted;
  place.go({ ...kept, f: is, view: wanted.view ?? 'overview' }, { replace: true });
}

function shownRevision() {
  return shown === undefined ? undefined : { revision: shown.file.id, durationNanos: shown.extent.durationNanos };
}

/**
 * Shows a place of a newer revision of a recording that goes on.
 *
 * @param {import('./place.js').Place} newer
 */
async function showNewer(newer) {
  files = (await askFiles()).files;
  if (known(newer.f) === newer.f) {
    calmly = true;
    place.go(newer, { replace: true });
    calmly = false;
  }
}

function start() {
  bind('Everywhere', [
    { keys: ['?'], help: 'these keys', run: showHelp },
    { keys: ['t'], help: 'dark or light', run: switchTheme },
    ...VIEWS.map(([name, label], i) => ({
      keys: [String(i + 1)],
      help: label,
      run: () => place.go({ f: place.here().f ?? '0', view: name }),
    })),
  ]);
  place.listen((wanted, before) => {
    show(wanted, before);
  });
  begin();
}

start();
