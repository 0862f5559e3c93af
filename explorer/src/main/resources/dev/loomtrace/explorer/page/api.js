// Asks the server. Whatever goes wrong is a Problem with one sentence.

/** @typedef {import('./types.js').FileInfo} FileInfo */
/** @typedef {Record<string, string | number | boolean | Array<string> | undefined>} Parameters */

const WAIT_MILLIS = 400;
const KEPT_ANSWERS = 60;

/** What the server, or the way to it, has to say. */
export class Problem extends Error {
  /**
   * @param {string} sentence
   * @param {number} status of HTTP; 0 if there was no answer
   */
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

/**
 * Whether something failed only because nobody wants it any more.
 *
 * @param {unknown} error
 */
export function isAborted(error) {
  return error instanceof DOMException && error.name === 'AbortError';
}

/** Digits that every decimal has that a number holds exactly. */
const SURE_DIGITS = 15;

/**
 * @param {string} token of JSON
 * @returns {boolean} whether it is a number, and one of JavaScript's is not the same
 */
function isInexact(token) {
  if (/^-?\d{16,}$/.test(token)) {
    return !Number.isSafeInteger(Number(token));
  }
  // Decimals of SQL are written without an exponent; what has fewer digits is as precise as it was.
  return /^-?\d+\.\d+$/.test(token) && token.length - 1 > SURE_DIGITS && String(Number(token)) !== token;
}

/**
 * Reads JSON; numbers that one of JavaScript cannot hold exactly, such as ids and long decimals, become texts of digits.
 *
 * @param {string} text
 * @returns {unknown}
 */
export function parseJson(text) {
  const exact = /\d[\d.]{15}/.test(text)
    ? text.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, token =>
        isInexact(token) ? '"' + token + '"' : token,
      )
    : text;
  return JSON.parse(exact);
}

/**
 * @param {string} path
 * @param {Parameters} parameters
 */
export function address(path, parameters) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (Array.isArray(value)) {
      value.forEach(each => query.append(name, each));
    } else if (value !== undefined) {
      query.set(name, String(value));
    }
  }
  const text = query.toString();
  return text === '' ? path : path + '?' + text;
}

/**
 * @param {Response} response
 * @returns {Promise<Problem>}
 */
async function problem(response) {
  let sentence = 'the server answered with ' + response.status;
  try {
    const text = await response.text();
    const body = text.startsWith('{') ? /** @type {{error?: unknown}} */ (JSON.parse(text)) : { error: text.trim() };
    if (typeof body.error === 'string' && body.error !== '') {
      sentence = body.error;
    }
  } catch {
    // The status has to do.
  }
  if (response.status === 403) {
    sentence = 'this page is not signed in: open the address that Loomtrace has printed';
  }
  return new Problem(sentence, response.status);
}

/**
 * @param {string} path
 * @param {Parameters} [parameters]
 * @param {AbortSignal} [signal]
 * @param {'GET' | 'POST'} [method]
 * @returns {Promise<Response>} whose status is one of success
 */
async function ask(path, parameters = {}, signal, method = 'GET') {
  let response;
  try {
    response = await fetch(address(path, parameters), { method, signal: signal ?? null, credentials: 'same-origin' });
  } catch (e) {
    if (isAborted(e)) {
      throw e;
    }
    throw new Problem('the server does not answer: is Loomtrace still running?', 0);
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

/**
 * All files, and how far each has been read.
 *
 * @returns {Promise<{files: FileInfo[], version: string, live: boolean}>} `live`: a recording that goes on, whose number
 *   is another one with each revision
 */
export async function files() {
  const response = await ask('/api/files');
  return /** @type {{files: FileInfo[], version: string, live: boolean}} */ (parseJson(await response.text()));
}

/**
 * How it is with a recording that goes on.
 *
 * @param {number | undefined} hold the revision that is shown, which the server then keeps for a while
 * @returns {Promise<import('./types.js').Live>}
 */
export async function askLive(hold) {
  const response = await ask('/api/live', { hold });
  return /** @type {import('./types.js').Live} */ (parseJson(await response.text()));
}

/**
 * Has the JVM dump its recording.
 *
 * @returns {Promise<{path: string}>} where it is
 */
export async function askDump() {
  const response = await ask('/api/live/dump', {}, undefined, 'POST');
  return /** @type {{path: string}} */ (parseJson(await response.text()));
}

/** Questions about one file. A trace never changes, so answers are kept. */
export class Api {
  /** @param {string} file its number */
  constructor(file) {
    /** @private */
    this.root = '/api/f/' + encodeURIComponent(file) + '/';
    /** @private @type {Map<string, Promise<unknown>>} */
    this.answers = new Map();
  }

  /**
   * Asks for JSON; waits while the file is being read.
   *
   * @template T
   * @param {string} route
   * @param {Parameters} [parameters]
   * @param {AbortSignal} [signal]
   * @returns {Promise<T>}
   */
  async json(route, parameters, signal) {
    for (;;) {
      try {
        const response = await ask(this.root + route, parameters, signal);
        return /** @type {T} */ (parseJson(await response.text()));
      } catch (e) {
        if (!(e instanceof Problem) || e.status !== 409) {
          throw e;
        }
        await new Promise(resolve => setTimeout(resolve, WAIT_MILLIS));
        signal?.throwIfAborted();
      }
    }
  }

  /**
   * The same, from memory if it was asked before.
   *
   * @template T
   * @param {string} route
   * @param {Parameters} [parameters]
   * @returns {Promise<T>}
   */
  kept(route, parameters = {}) {
    const key = address(route, parameters);
    let answer = this.answers.get(key);
    if (answer === undefined) {
      answer = this.json(route, parameters);
      answer.catch(() => this.answers.delete(key));
    }
    this.answers.delete(key);
    this.answers.set(key, answer);
    for (const oldest of this.answers.keys()) {
      if (this.answers.size <= KEPT_ANSWERS) {
        break;
      }
      this.answers.delete(oldest);
    }
    return /** @type {Promise<T>} */ (answer);
  }

  /**
   * Tells the server something, of which no answer is awaited, even if the page is being left.
   *
   * @param {string} route
   * @param {Parameters} parameters
   */
  tell(route, parameters) {
    fetch(address(this.root + route, parameters), { credentials: 'same-origin', keepalive: true }).catch(() => {
      // Nobody listens any more.
    });
  }

  /**
   * @param {string} route
   * @param {Parameters} parameters
   * @param {AbortSignal} signal
   * @returns {Promise<ArrayBuffer>}
   */
  async binary(route, parameters, signal) {
    return (await ask(this.root + route, parameters, signal)).arrayBuffer();
  }
}

/**
 * Signals for questions of which only the last one matters: each call ends what the one before had
 * asked for.
 *
 * @returns {(outer?: AbortSignal) => AbortSignal}
 */
export function onlyLast() {
  let controller = new AbortController();
  return outer => {
    controller.abort();
    controller = new AbortController();
    return outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
  };
}
