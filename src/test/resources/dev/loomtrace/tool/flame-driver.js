// Runs the script of a flame graph's page with a document of its own, and says what is drawn.
const html = require('fs').readFileSync(process.argv[2], 'utf8');
const script = html.match(/<script>([\s\S]*?)<\/script>/)[1];
class Element {
  constructor() {
    this.children = [];
    this.style = { setProperty() {} };
    this.dataset = {};
    this.listeners = {};
    this.clientWidth = 1000;
    this.clientHeight = 600;
    this.scrollTop = 0;
    this.textContent = '';
    this.className = '';
  }
  appendChild(child) { this.children.push(child); }
  replaceChildren(fragment) { this.children = fragment.children; }
  addEventListener(name, listener) { this.listeners[name] = listener; }
  closest() { return this.className.startsWith('frame') ? this : null; }
  fire(name, event) { this.listeners[name]({ target: this, preventDefault() {}, ...event }); }
}
const elements = {};
const get = id => (elements[id] = elements[id] || new Element());
get('data').textContent = html.match(/id="data">([\s\S]*?)<\/script>/)[1];
global.document = Object.assign(new Element(), {
  getElementById: get,
  createElement: () => new Element(),
  createDocumentFragment: () => new Element(),
});
const window = {};
global.addEventListener = (name, listener) => { window[name] = listener; };
global.requestAnimationFrame = draw => draw();
eval(script);
const drawn = () => get('rows').children
  .map(frame => frame.title.split(' \u2014 ')[0] + ' ' + Math.round(parseFloat(frame.style.width))).join(', ');
const status = () => get('status').textContent;
const key = name => get('graph').fire('keydown', { key: name });
console.log('start: ' + drawn() + ' | ' + status());
key('ArrowDown');
console.log('callee: ' + status());
key('ArrowRight');
console.log('next: ' + status());
key('ArrowLeft');
console.log('back: ' + status());
key('Enter');
console.log('zoom: ' + drawn() + ' | ' + status());
get('search').fire('input', { target: { value: 'POLL' } });
console.log('search: ' + get('matched').textContent);
get('reset').fire('click', {});
console.log('reset: ' + drawn() + ' | ' + status());
get('rows').clientWidth = 500;
window.resize();
console.log('narrow window: ' + drawn() + '; ' + get('narrow').textContent);
