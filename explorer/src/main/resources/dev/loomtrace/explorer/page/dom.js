// Builds nodes. Whatever a trace calls things reaches the document as text, never as markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Sets an attribute, a listener (`onclick`), a style (an object) or a class.
 *
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value nothing is set for null, undefined and false
 */
function property(element, name, value) {
  if (value === null || value === undefined || value === false) {
    return;
  }
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
  } else if (name === 'style' && typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) {
      /** @type {HTMLElement} */ (element).style.setProperty(key, String(each));
    }
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

/**
 * @param {Element} element
 * @param {Array<Child | Child[]>} children
 */
function append(element, children) {
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

/**
 * Makes an element of HTML.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [properties] attributes, `style` as an object, listeners as functions
 * @param {...(Child | Child[])} children texts and nodes; null and false are left out
 * @returns {HTMLElementTagNameMap[T]}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    property(element, name, value);
  }
  append(element, children);
  return element;
}

/**
 * Makes an element of SVG.
 *
 * @template {keyof SVGElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, unknown>} [properties]
 * @param {...(Child | Child[])} children
 * @returns {SVGElementTagNameMap[T]}
 */
export function svg(tag, properties = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(properties)) {
    property(element, name, value);
  }
  append(element, children);
  return element;
}

/**
 * Puts these in the place of all children.
 *
 * @param {Element} parent
 * @param {...(Child | Child[])} children
 */
export function fill(parent, ...children) {
  parent.replaceChildren();
  append(parent, children);
}

/**
 * The element with an id, which is there.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error('no element ' + id);
  }
  return element;
}

/**
 * Says something to those who listen to the page.
 *
 * @param {string} text
 */
export function announce(text) {
  byId('live').textContent = text;
}

/**
 * A function that calls another one once nobody has called it for a while.
 *
 * @template {unknown[]} A
 * @param {number} millis
 * @param {(...args: A) => void} action
 * @returns {(...args: A) => void}
 */
export function later(millis, action) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), millis);
  };
}

/** Whether someone writes text in the element that has the focus. */
export function isWriting() {
  const focus = document.activeElement;
  return (
    focus instanceof HTMLTextAreaElement ||
    focus instanceof HTMLSelectElement ||
    (focus instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(focus.type))
  );
}

/**
 * Lets the browser save something as a file.
 *
 * @param {string} name
 * @param {Blob} content
 */
export function save(name, content) {
  const address = URL.createObjectURL(content);
  h('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
