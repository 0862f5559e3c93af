// A brush that writes down what is drawn as SVG, with the methods of a canvas that the timeline draws with.

/** @typedef {import('../types.js').Brush} Brush */
/**
 * @typedef {{fillStyle: string, strokeStyle: string, globalAlpha: number, font: string, textAlign: CanvasTextAlign,
 *   textBaseline: CanvasTextBaseline, lineWidth: number, dash: number[], clips: number}} Style
 */

// What no XML may have: most control characters, halves of characters, and two that are none.
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
/** @type {Record<string, string>} */
const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * A text that is nothing but text in XML, also between quotes.
 *
 * @param {string} text
 */
export function escapeXml(text) {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, each => ESCAPES[each] ?? '');
}

/** @param {number} value */
function number(value) {
  return String(Math.round(value * 100) / 100);
}

/**
 * @param {string} name
 * @param {Record<string, string | number | undefined>} attributes
 */
function tag(name, attributes) {
  let text = '<' + name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      text += ' ' + key + '="' + escapeXml(typeof value === 'number' ? number(value) : value) + '"';
    }
  }
  return text;
}

/** Draws in pixels of the style; sizes of the screen's pixels do not matter. */
export class SvgBrush {
  /**
   * @param {Brush} ruler measures texts
   * @param {string} paper colour of what nothing is drawn on
   */
  constructor(ruler, paper) {
    /** @private */
    this.paper = paper;
    /** @private */
    this.ruler = ruler;
    /** @private @type {string[]} */
    this.parts = [];
    /** @private @type {Style[]} */
    this.saved = [];
    /** @private */
    this.path = '';
    /** @private */
    this.clips = 0;
    // Groups that are open since the style was saved.
    /** @private */
    this.open = 0;
    this.fillStyle = '#000';
    this.strokeStyle = '#000';
    this.globalAlpha = 1;
    this.font = '10px sans-serif';
    /** @type {CanvasTextAlign} */
    this.textAlign = 'left';
    /** @type {CanvasTextBaseline} */
    this.textBaseline = 'alphabetic';
    this.lineWidth = 1;
    this.imageSmoothingEnabled = false;
    /** @private @type {number[]} */
    this.dash = [];
  }

  /**
   * All that was drawn, as a file.
   *
   * @param {number} width
   * @param {number} height
   * @param {string} title
   */
  file(width, height, title) {
    const size = { width, height, viewBox: '0 0 ' + number(width) + ' ' + number(height) };
    return (
      tag('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size }) +
      '><title>' +
      escapeXml(title) +
      '</title>\n' +
      this.parts.join('\n') +
      '\n</svg>\n'
    );
  }

  save() {
    const { fillStyle, strokeStyle, globalAlpha, font, textAlign, textBaseline, lineWidth, dash, open } = this;
    this.saved.push({ fillStyle, strokeStyle, globalAlpha, font, textAlign, textBaseline, lineWidth, dash, clips: open });
    this.open = 0;
  }

  restore() {
    const style = this.saved.pop();
    if (style !== undefined) {
      this.parts.push(...Array(this.open).fill('</g>'));
      const { clips, ...rest } = style;
      Object.assign(this, rest);
      this.open = clips;
    }
  }

  /**
   * What follows is further to the right and below, until what was saved is restored.
   *
   * @param {number} x
   * @param {number} y
   */
  translate(x, y) {
    this.parts.push(tag('g', { transform: 'translate(' + number(x) + ' ' + number(y) + ')' }) + '>');
    this.open++;
  }

  clip() {
    const id = 'clip' + this.clips++;
    this.parts.push('<clipPath id="' + id + '">' + tag('path', { d: this.path }) + '/></clipPath><g clip-path="url(#' + id + ')">');
    this.open++;
  }


  beginPath() {
    this.path = '';
  }

  /** @param {number} x @param {number} y */
  moveTo(x, y) {
    this.path += 'M' + number(x) + ' ' + number(y);
  }

  /** @param {number} x @param {number} y */
  lineTo(x, y) {
    this.path += (this.path === '' ? 'M' : 'L') + number(x) + ' ' + number(y);
  }

  /** @param {number} ax @param {number} ay @param {number} bx @param {number} by @param {number} x @param {number} y */
  bezierCurveTo(ax, ay, bx, by, x, y) {
    this.path += 'C' + [ax, ay, bx, by, x, y].map(number).join(' ');
  }

  /**
   * A whole circle.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} radius
   */
  arc(x, y, radius) {
    const half = 'a' + number(radius) + ' ' + number(radius) + ' 0 1 0 ';
    this.path += 'M' + number(x - radius) + ' ' + number(y) + half + number(2 * radius) + ' 0' + half + number(-2 * radius) + ' 0';
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  rect(x, y, width, height) {
    this.path += 'M' + number(x) + ' ' + number(y) + 'h' + number(width) + 'v' + number(height) + 'h' + number(-width) + 'z';
  }

  /** @private */
  alpha() {
    return this.globalAlpha === 1 ? undefined : this.globalAlpha;
  }

  /** @private */
  strokes() {
    return {
      fill: 'none',
      stroke: this.strokeStyle,
      'stroke-width': this.lineWidth,
      'stroke-dasharray': this.dash.length === 0 ? undefined : this.dash.join(' '),
      opacity: this.alpha(),
    };
  }

  fill() {
    this.parts.push(tag('path', { d: this.path, fill: this.fillStyle, opacity: this.alpha() }) + '/>');
  }

  stroke() {
    this.parts.push(tag('path', { d: this.path, ...this.strokes() }) + '/>');
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  fillRect(x, y, width, height) {
    if (width > 0 && height > 0) {
      this.parts.push(tag('rect', { x, y, width, height, fill: this.fillStyle, opacity: this.alpha() }) + '/>');
    }
  }

  /** @param {number} x @param {number} y @param {number} width @param {number} height */
  strokeRect(x, y, width, height) {
    this.parts.push(tag('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), ...this.strokes() }) + '/>');
  }

  /**
   * Paper lies over what was drawn before.
   *
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  clearRect(x, y, width, height) {
    this.parts.push(tag('rect', { x, y, width: Math.max(0, width), height: Math.max(0, height), fill: this.paper }) + '/>');
  }

  /** @param {number[]} dash */
  setLineDash(dash) {
    this.dash = dash;
  }

  /** @param {string} text */
  measureText(text) {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  /** @param {string} text @param {number} x @param {number} y */
  fillText(text, x, y) {
    const attributes = {
      x,
      y,
      fill: this.fillStyle,
      opacity: this.alpha(),
      style: 'font:' + this.font + ';white-space:pre',
      'text-anchor': this.textAlign === 'center' ? 'middle' : this.textAlign === 'right' ? 'end' : undefined,
      'dominant-baseline': this.textBaseline === 'middle' ? 'central' : undefined,
    };
    this.parts.push(tag('text', attributes) + '>' + escapeXml(text) + '</text>');
  }

  /**
   * A part of a canvas, which is pixels in the picture as well.
   *
   * @param {ImageBitmap} image
   * @param {number} sx
   * @param {number} sy
   * @param {number} sw
   * @param {number} sh
   * @param {number} x
   * @param {number} y
   * @param {number} width
   * @param {number} height
   */
  drawImage(image, sx, sy, sw, sh, x, y, width, height) {
    const part = document.createElement('canvas');
    part.width = Math.max(1, Math.round(sw));
    part.height = Math.max(1, Math.round(sh));
    const brush = /** @type {CanvasRenderingContext2D} */ (part.getContext('2d'));
    brush.imageSmoothingEnabled = false;
    brush.drawImage(image, sx, sy, sw, sh, 0, 0, part.width, part.height);
    this.parts.push(
      tag('image', {
        x,
        y,
        width,
        height,
        preserveAspectRatio: 'none',
        style: 'image-rendering:pixelated',
        opacity: this.alpha(),
        href: part.toDataURL(),
      }) + '/>',
    );
  }
}
