// src/base/guards.ts
function isRecord(value2) {
  return typeof value2 === "object" && value2 !== null && !Array.isArray(value2);
}
var isString = (value2) => typeof value2 === "string";
var isFiniteNumber = (value2) => Number.isFinite(value2);
var isCount = (value2) => typeof value2 === "number" && Number.isSafeInteger(value2) && value2 >= 0;
function isOneOf(...members) {
  return (value2) => members.includes(value2);
}
function isNullOr(guard) {
  return (value2) => value2 === null || guard(value2);
}
function isArrayOf(guard) {
  return (value2) => Array.isArray(value2) && value2.every(guard);
}
function isRecordOf(guard) {
  return (value2) => isRecord(value2) && Object.values(value2).every(guard);
}
function isShape(members) {
  const entries = Object.entries(members);
  return (value2) => isRecord(value2) && entries.every(([name, guard]) => guard(value2[name]));
}

// src/protocol/timeline.ts
var isZone = isOneOf("utc", "local");
var isSeverity = isOneOf("high", "medium", "low", "informational");
var isConfidence = isOneOf("high", "medium", "low");
var isRange = isShape({ start: isFiniteNumber, end: isFiniteNumber });
var isClaim = isShape({
  technique: isString,
  attackVersion: isString,
  confidence: isConfidence,
  by: (value2) => isRecord(value2) && (isString(value2["rule"]) || isString(value2["person"])),
  reason: isString
});
var isJsonObject = (value2) => isRecord(value2);
var isDetails = isShape({
  time: isNullOr(isString),
  title: isString,
  table: isString,
  severity: isSeverity,
  techniques: isArrayOf(isClaim),
  row: isJsonObject,
  raw: isString,
  lineage: isRecordOf(isString),
  sources: isArrayOf(isShape({ name: isString, member: isString, record: isCount, shape: isString })),
  connection: isString,
  query: isString,
  note: isString,
  pinned: isNullOr(isString)
});
var isCurated = isShape({
  id: isString,
  time: isNullOr(isString),
  end: isNullOr(isString),
  title: isString,
  table: isString,
  severity: isSeverity,
  techniques: isArrayOf(isClaim)
});
var isObservedRule = isShape({
  id: isString,
  title: isString,
  technique: isString,
  tactic: isString,
  confidence: isConfidence,
  severity: isSeverity,
  reason: isString
});
var isAttackLabels = isShape({
  version: isString,
  tactics: isArrayOf(isShape({ id: isString, shortname: isString, name: isString })),
  techniques: isRecordOf(isShape({ name: isString, tactics: isArrayOf(isString) })),
  notice: isString
});
function isObserved(value2) {
  if (!isRecord(value2)) return false;
  const { handle, count, time: time2, rule, table, rules, tables, undated } = value2;
  return isCount(handle) && isCount(count) && isCount(undated) && time2 instanceof Float64Array && rule instanceof Uint16Array && table instanceof Uint16Array && time2.length === count && rule.length === count && table.length === count && isArrayOf(isObservedRule)(rules) && isArrayOf(isString)(tables);
}
var toTimeline = {
  loading: (m) => isString(m["what"]),
  observed: (m) => isObserved(m["events"]) && isAttackLabels(m["attack"]),
  curated: (m) => isArrayOf(isCurated)(m["events"]),
  details: (m) => isCount(m["request"]) && isNullOr(isDetails)(m["details"]) && isString(m["error"]),
  zone: (m) => isZone(m["zone"]),
  reveal: (m) => isString(m["id"]),
  failed: (m) => isString(m["message"]) && isArrayOf(isString)(m["next"])
};
function parseToTimeline(value2) {
  return hasValidType(value2, toTimeline) ? value2 : void 0;
}
function hasValidType(value2, checks) {
  if (!isRecord(value2) || !isString(value2["type"]) || !Object.hasOwn(checks, value2["type"])) return false;
  return checks[value2["type"]]?.(value2) ?? false;
}

// webviews/shared/host.ts
var Host = class {
  #api = acquireVsCodeApi();
  #parse;
  constructor(parse) {
    this.#parse = parse;
  }
  send(message) {
    this.#api.postMessage(message);
  }
  /** `onUnknown` hears of messages that are not of the protocol. */
  listen(onMessage, onUnknown) {
    window.addEventListener("message", (event) => {
      const message = this.#parse(event.data);
      if (message === void 0) onUnknown();
      else onMessage(message);
    });
  }
};

// webviews/shared/count.ts
var numbers = new Intl.NumberFormat("en");
function countText(count) {
  return numbers.format(count);
}
function counted(count, one2, many = `${one2}s`) {
  return `${countText(count)} ${count === 1 ? one2 : many}`;
}

// webviews/shared/dom.ts
function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  if (options.class !== void 0) made.className = options.class;
  if (options.title !== void 0) made.title = options.title;
  for (const [name, value2] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value2);
  for (const [type, listener] of Object.entries(options.on ?? {}))
    made.addEventListener(type, listener);
  made.append(...children);
  return made;
}
function button(label, onClick, options = {}) {
  const made = element("button", options, label);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}
function signButton(sign, name, onClick) {
  return button(sign, onClick, { class: "sign", title: name, attributes: { "aria-label": name } });
}

// ../../main/node_modules/d3-array/dist/d3-array.mjs
function ascending(a, b) {
  return a == null || b == null ? NaN : a < b ? -1 : a > b ? 1 : a >= b ? 0 : NaN;
}
function descending(a, b) {
  return a == null || b == null ? NaN : b < a ? -1 : b > a ? 1 : b >= a ? 0 : NaN;
}
function bisector(f) {
  let compare1, compare2, delta;
  if (f.length !== 2) {
    compare1 = ascending;
    compare2 = (d, x) => ascending(f(d), x);
    delta = (d, x) => f(d) - x;
  } else {
    compare1 = f === ascending || f === descending ? f : zero;
    compare2 = f;
    delta = f;
  }
  function left(a, x, lo = 0, hi = a.length) {
    if (lo < hi) {
      if (compare1(x, x) !== 0) return hi;
      do {
        const mid = lo + hi >>> 1;
        if (compare2(a[mid], x) < 0) lo = mid + 1;
        else hi = mid;
      } while (lo < hi);
    }
    return lo;
  }
  function right(a, x, lo = 0, hi = a.length) {
    if (lo < hi) {
      if (compare1(x, x) !== 0) return hi;
      do {
        const mid = lo + hi >>> 1;
        if (compare2(a[mid], x) <= 0) lo = mid + 1;
        else hi = mid;
      } while (lo < hi);
    }
    return lo;
  }
  function center(a, x, lo = 0, hi = a.length) {
    const i = left(a, x, lo, hi - 1);
    return i > lo && delta(a[i - 1], x) > -delta(a[i], x) ? i - 1 : i;
  }
  return { left, center, right };
}
function zero() {
  return 0;
}
function number(x) {
  return x === null ? NaN : +x;
}
var ascendingBisect = bisector(ascending);
var bisectRight = ascendingBisect.right;
var bisectLeft = ascendingBisect.left;
var bisectCenter = bisector(number).center;
var blur2 = Blur2(blurf);
var blurImage = Blur2(blurfImage);
function Blur2(blur) {
  return function(data, rx, ry = rx) {
    if (!((rx = +rx) >= 0)) throw new RangeError("invalid rx");
    if (!((ry = +ry) >= 0)) throw new RangeError("invalid ry");
    let { data: values, width, height } = data;
    if (!((width = Math.floor(width)) >= 0)) throw new RangeError("invalid width");
    if (!((height = Math.floor(height !== void 0 ? height : values.length / width)) >= 0)) throw new RangeError("invalid height");
    if (!width || !height || !rx && !ry) return data;
    const blurx = rx && blur(rx);
    const blury = ry && blur(ry);
    const temp = values.slice();
    if (blurx && blury) {
      blurh(blurx, temp, values, width, height);
      blurh(blurx, values, temp, width, height);
      blurh(blurx, temp, values, width, height);
      blurv(blury, values, temp, width, height);
      blurv(blury, temp, values, width, height);
      blurv(blury, values, temp, width, height);
    } else if (blurx) {
      blurh(blurx, values, temp, width, height);
      blurh(blurx, temp, values, width, height);
      blurh(blurx, values, temp, width, height);
    } else if (blury) {
      blurv(blury, values, temp, width, height);
      blurv(blury, temp, values, width, height);
      blurv(blury, values, temp, width, height);
    }
    return data;
  };
}
function blurh(blur, T, S, w, h) {
  for (let y = 0, n = w * h; y < n; ) {
    blur(T, S, y, y += w, 1);
  }
}
function blurv(blur, T, S, w, h) {
  for (let x = 0, n = w * h; x < w; ++x) {
    blur(T, S, x, x + n, w);
  }
}
function blurfImage(radius) {
  const blur = blurf(radius);
  return (T, S, start, stop, step2) => {
    start <<= 2, stop <<= 2, step2 <<= 2;
    blur(T, S, start + 0, stop + 0, step2);
    blur(T, S, start + 1, stop + 1, step2);
    blur(T, S, start + 2, stop + 2, step2);
    blur(T, S, start + 3, stop + 3, step2);
  };
}
function blurf(radius) {
  const radius0 = Math.floor(radius);
  if (radius0 === radius) return bluri(radius);
  const t = radius - radius0;
  const w = 2 * radius + 1;
  return (T, S, start, stop, step2) => {
    if (!((stop -= step2) >= start)) return;
    let sum = radius0 * S[start];
    const s0 = step2 * radius0;
    const s1 = s0 + step2;
    for (let i = start, j = start + s0; i < j; i += step2) {
      sum += S[Math.min(stop, i)];
    }
    for (let i = start, j = stop; i <= j; i += step2) {
      sum += S[Math.min(stop, i + s0)];
      T[i] = (sum + t * (S[Math.max(start, i - s1)] + S[Math.min(stop, i + s1)])) / w;
      sum -= S[Math.max(start, i - s0)];
    }
  };
}
function bluri(radius) {
  const w = 2 * radius + 1;
  return (T, S, start, stop, step2) => {
    if (!((stop -= step2) >= start)) return;
    let sum = radius * S[start];
    const s = step2 * radius;
    for (let i = start, j = start + s; i < j; i += step2) {
      sum += S[Math.min(stop, i)];
    }
    for (let i = start, j = stop; i <= j; i += step2) {
      sum += S[Math.min(stop, i + s)];
      T[i] = sum / w;
      sum -= S[Math.max(start, i - s)];
    }
  };
}
var array = Array.prototype;
var slice = array.slice;
var e10 = Math.sqrt(50);
var e5 = Math.sqrt(10);
var e2 = Math.sqrt(2);
function tickSpec(start, stop, count) {
  const step2 = (stop - start) / Math.max(0, count), power = Math.floor(Math.log10(step2)), error = step2 / Math.pow(10, power), factor = error >= e10 ? 10 : error >= e5 ? 5 : error >= e2 ? 2 : 1;
  let i1, i2, inc;
  if (power < 0) {
    inc = Math.pow(10, -power) / factor;
    i1 = Math.round(start * inc);
    i2 = Math.round(stop * inc);
    if (i1 / inc < start) ++i1;
    if (i2 / inc > stop) --i2;
    inc = -inc;
  } else {
    inc = Math.pow(10, power) * factor;
    i1 = Math.round(start / inc);
    i2 = Math.round(stop / inc);
    if (i1 * inc < start) ++i1;
    if (i2 * inc > stop) --i2;
  }
  if (i2 < i1 && 0.5 <= count && count < 2) return tickSpec(start, stop, count * 2);
  return [i1, i2, inc];
}
function tickIncrement(start, stop, count) {
  stop = +stop, start = +start, count = +count;
  return tickSpec(start, stop, count)[2];
}
function tickStep(start, stop, count) {
  stop = +stop, start = +start, count = +count;
  const reverse = stop < start, inc = reverse ? tickIncrement(stop, start, count) : tickIncrement(start, stop, count);
  return (reverse ? -1 : 1) * (inc < 0 ? 1 / -inc : inc);
}
var shuffle = shuffler(Math.random);
function shuffler(random) {
  return function shuffle2(array2, i0 = 0, i1 = array2.length) {
    let m = i1 - (i0 = +i0);
    while (m) {
      const i = random() * m-- | 0, t = array2[m + i0];
      array2[m + i0] = array2[i + i0];
      array2[i + i0] = t;
    }
    return array2;
  };
}

// ../../main/node_modules/d3-color/dist/d3-color.mjs
function define(constructor, factory, prototype) {
  constructor.prototype = factory.prototype = prototype;
  prototype.constructor = constructor;
}
function extend(parent, definition) {
  var prototype = Object.create(parent.prototype);
  for (var key in definition) prototype[key] = definition[key];
  return prototype;
}
function Color() {
}
var darker = 0.7;
var brighter = 1 / darker;
var reI = "\\s*([+-]?\\d+)\\s*";
var reN = "\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)\\s*";
var reP = "\\s*([+-]?(?:\\d*\\.)?\\d+(?:[eE][+-]?\\d+)?)%\\s*";
var reHex = /^#([0-9a-f]{3,8})$/;
var reRgbInteger = new RegExp(`^rgb\\(${reI},${reI},${reI}\\)$`);
var reRgbPercent = new RegExp(`^rgb\\(${reP},${reP},${reP}\\)$`);
var reRgbaInteger = new RegExp(`^rgba\\(${reI},${reI},${reI},${reN}\\)$`);
var reRgbaPercent = new RegExp(`^rgba\\(${reP},${reP},${reP},${reN}\\)$`);
var reHslPercent = new RegExp(`^hsl\\(${reN},${reP},${reP}\\)$`);
var reHslaPercent = new RegExp(`^hsla\\(${reN},${reP},${reP},${reN}\\)$`);
var named = {
  aliceblue: 15792383,
  antiquewhite: 16444375,
  aqua: 65535,
  aquamarine: 8388564,
  azure: 15794175,
  beige: 16119260,
  bisque: 16770244,
  black: 0,
  blanchedalmond: 16772045,
  blue: 255,
  blueviolet: 9055202,
  brown: 10824234,
  burlywood: 14596231,
  cadetblue: 6266528,
  chartreuse: 8388352,
  chocolate: 13789470,
  coral: 16744272,
  cornflowerblue: 6591981,
  cornsilk: 16775388,
  crimson: 14423100,
  cyan: 65535,
  darkblue: 139,
  darkcyan: 35723,
  darkgoldenrod: 12092939,
  darkgray: 11119017,
  darkgreen: 25600,
  darkgrey: 11119017,
  darkkhaki: 12433259,
  darkmagenta: 9109643,
  darkolivegreen: 5597999,
  darkorange: 16747520,
  darkorchid: 10040012,
  darkred: 9109504,
  darksalmon: 15308410,
  darkseagreen: 9419919,
  darkslateblue: 4734347,
  darkslategray: 3100495,
  darkslategrey: 3100495,
  darkturquoise: 52945,
  darkviolet: 9699539,
  deeppink: 16716947,
  deepskyblue: 49151,
  dimgray: 6908265,
  dimgrey: 6908265,
  dodgerblue: 2003199,
  firebrick: 11674146,
  floralwhite: 16775920,
  forestgreen: 2263842,
  fuchsia: 16711935,
  gainsboro: 14474460,
  ghostwhite: 16316671,
  gold: 16766720,
  goldenrod: 14329120,
  gray: 8421504,
  green: 32768,
  greenyellow: 11403055,
  grey: 8421504,
  honeydew: 15794160,
  hotpink: 16738740,
  indianred: 13458524,
  indigo: 4915330,
  ivory: 16777200,
  khaki: 15787660,
  lavender: 15132410,
  lavenderblush: 16773365,
  lawngreen: 8190976,
  lemonchiffon: 16775885,
  lightblue: 11393254,
  lightcoral: 15761536,
  lightcyan: 14745599,
  lightgoldenrodyellow: 16448210,
  lightgray: 13882323,
  lightgreen: 9498256,
  lightgrey: 13882323,
  lightpink: 16758465,
  lightsalmon: 16752762,
  lightseagreen: 2142890,
  lightskyblue: 8900346,
  lightslategray: 7833753,
  lightslategrey: 7833753,
  lightsteelblue: 11584734,
  lightyellow: 16777184,
  lime: 65280,
  limegreen: 3329330,
  linen: 16445670,
  magenta: 16711935,
  maroon: 8388608,
  mediumaquamarine: 6737322,
  mediumblue: 205,
  mediumorchid: 12211667,
  mediumpurple: 9662683,
  mediumseagreen: 3978097,
  mediumslateblue: 8087790,
  mediumspringgreen: 64154,
  mediumturquoise: 4772300,
  mediumvioletred: 13047173,
  midnightblue: 1644912,
  mintcream: 16121850,
  mistyrose: 16770273,
  moccasin: 16770229,
  navajowhite: 16768685,
  navy: 128,
  oldlace: 16643558,
  olive: 8421376,
  olivedrab: 7048739,
  orange: 16753920,
  orangered: 16729344,
  orchid: 14315734,
  palegoldenrod: 15657130,
  palegreen: 10025880,
  paleturquoise: 11529966,
  palevioletred: 14381203,
  papayawhip: 16773077,
  peachpuff: 16767673,
  peru: 13468991,
  pink: 16761035,
  plum: 14524637,
  powderblue: 11591910,
  purple: 8388736,
  rebeccapurple: 6697881,
  red: 16711680,
  rosybrown: 12357519,
  royalblue: 4286945,
  saddlebrown: 9127187,
  salmon: 16416882,
  sandybrown: 16032864,
  seagreen: 3050327,
  seashell: 16774638,
  sienna: 10506797,
  silver: 12632256,
  skyblue: 8900331,
  slateblue: 6970061,
  slategray: 7372944,
  slategrey: 7372944,
  snow: 16775930,
  springgreen: 65407,
  steelblue: 4620980,
  tan: 13808780,
  teal: 32896,
  thistle: 14204888,
  tomato: 16737095,
  turquoise: 4251856,
  violet: 15631086,
  wheat: 16113331,
  white: 16777215,
  whitesmoke: 16119285,
  yellow: 16776960,
  yellowgreen: 10145074
};
define(Color, color, {
  copy(channels) {
    return Object.assign(new this.constructor(), this, channels);
  },
  displayable() {
    return this.rgb().displayable();
  },
  hex: color_formatHex,
  // Deprecated! Use color.formatHex.
  formatHex: color_formatHex,
  formatHex8: color_formatHex8,
  formatHsl: color_formatHsl,
  formatRgb: color_formatRgb,
  toString: color_formatRgb
});
function color_formatHex() {
  return this.rgb().formatHex();
}
function color_formatHex8() {
  return this.rgb().formatHex8();
}
function color_formatHsl() {
  return hslConvert(this).formatHsl();
}
function color_formatRgb() {
  return this.rgb().formatRgb();
}
function color(format) {
  var m, l;
  format = (format + "").trim().toLowerCase();
  return (m = reHex.exec(format)) ? (l = m[1].length, m = parseInt(m[1], 16), l === 6 ? rgbn(m) : l === 3 ? new Rgb(m >> 8 & 15 | m >> 4 & 240, m >> 4 & 15 | m & 240, (m & 15) << 4 | m & 15, 1) : l === 8 ? rgba(m >> 24 & 255, m >> 16 & 255, m >> 8 & 255, (m & 255) / 255) : l === 4 ? rgba(m >> 12 & 15 | m >> 8 & 240, m >> 8 & 15 | m >> 4 & 240, m >> 4 & 15 | m & 240, ((m & 15) << 4 | m & 15) / 255) : null) : (m = reRgbInteger.exec(format)) ? new Rgb(m[1], m[2], m[3], 1) : (m = reRgbPercent.exec(format)) ? new Rgb(m[1] * 255 / 100, m[2] * 255 / 100, m[3] * 255 / 100, 1) : (m = reRgbaInteger.exec(format)) ? rgba(m[1], m[2], m[3], m[4]) : (m = reRgbaPercent.exec(format)) ? rgba(m[1] * 255 / 100, m[2] * 255 / 100, m[3] * 255 / 100, m[4]) : (m = reHslPercent.exec(format)) ? hsla(m[1], m[2] / 100, m[3] / 100, 1) : (m = reHslaPercent.exec(format)) ? hsla(m[1], m[2] / 100, m[3] / 100, m[4]) : named.hasOwnProperty(format) ? rgbn(named[format]) : format === "transparent" ? new Rgb(NaN, NaN, NaN, 0) : null;
}
function rgbn(n) {
  return new Rgb(n >> 16 & 255, n >> 8 & 255, n & 255, 1);
}
function rgba(r, g, b, a) {
  if (a <= 0) r = g = b = NaN;
  return new Rgb(r, g, b, a);
}
function rgbConvert(o) {
  if (!(o instanceof Color)) o = color(o);
  if (!o) return new Rgb();
  o = o.rgb();
  return new Rgb(o.r, o.g, o.b, o.opacity);
}
function rgb(r, g, b, opacity) {
  return arguments.length === 1 ? rgbConvert(r) : new Rgb(r, g, b, opacity == null ? 1 : opacity);
}
function Rgb(r, g, b, opacity) {
  this.r = +r;
  this.g = +g;
  this.b = +b;
  this.opacity = +opacity;
}
define(Rgb, rgb, extend(Color, {
  brighter(k) {
    k = k == null ? brighter : Math.pow(brighter, k);
    return new Rgb(this.r * k, this.g * k, this.b * k, this.opacity);
  },
  darker(k) {
    k = k == null ? darker : Math.pow(darker, k);
    return new Rgb(this.r * k, this.g * k, this.b * k, this.opacity);
  },
  rgb() {
    return this;
  },
  clamp() {
    return new Rgb(clampi(this.r), clampi(this.g), clampi(this.b), clampa(this.opacity));
  },
  displayable() {
    return -0.5 <= this.r && this.r < 255.5 && (-0.5 <= this.g && this.g < 255.5) && (-0.5 <= this.b && this.b < 255.5) && (0 <= this.opacity && this.opacity <= 1);
  },
  hex: rgb_formatHex,
  // Deprecated! Use color.formatHex.
  formatHex: rgb_formatHex,
  formatHex8: rgb_formatHex8,
  formatRgb: rgb_formatRgb,
  toString: rgb_formatRgb
}));
function rgb_formatHex() {
  return `#${hex(this.r)}${hex(this.g)}${hex(this.b)}`;
}
function rgb_formatHex8() {
  return `#${hex(this.r)}${hex(this.g)}${hex(this.b)}${hex((isNaN(this.opacity) ? 1 : this.opacity) * 255)}`;
}
function rgb_formatRgb() {
  const a = clampa(this.opacity);
  return `${a === 1 ? "rgb(" : "rgba("}${clampi(this.r)}, ${clampi(this.g)}, ${clampi(this.b)}${a === 1 ? ")" : `, ${a})`}`;
}
function clampa(opacity) {
  return isNaN(opacity) ? 1 : Math.max(0, Math.min(1, opacity));
}
function clampi(value2) {
  return Math.max(0, Math.min(255, Math.round(value2) || 0));
}
function hex(value2) {
  value2 = clampi(value2);
  return (value2 < 16 ? "0" : "") + value2.toString(16);
}
function hsla(h, s, l, a) {
  if (a <= 0) h = s = l = NaN;
  else if (l <= 0 || l >= 1) h = s = NaN;
  else if (s <= 0) h = NaN;
  return new Hsl(h, s, l, a);
}
function hslConvert(o) {
  if (o instanceof Hsl) return new Hsl(o.h, o.s, o.l, o.opacity);
  if (!(o instanceof Color)) o = color(o);
  if (!o) return new Hsl();
  if (o instanceof Hsl) return o;
  o = o.rgb();
  var r = o.r / 255, g = o.g / 255, b = o.b / 255, min = Math.min(r, g, b), max = Math.max(r, g, b), h = NaN, s = max - min, l = (max + min) / 2;
  if (s) {
    if (r === max) h = (g - b) / s + (g < b) * 6;
    else if (g === max) h = (b - r) / s + 2;
    else h = (r - g) / s + 4;
    s /= l < 0.5 ? max + min : 2 - max - min;
    h *= 60;
  } else {
    s = l > 0 && l < 1 ? 0 : h;
  }
  return new Hsl(h, s, l, o.opacity);
}
function hsl(h, s, l, opacity) {
  return arguments.length === 1 ? hslConvert(h) : new Hsl(h, s, l, opacity == null ? 1 : opacity);
}
function Hsl(h, s, l, opacity) {
  this.h = +h;
  this.s = +s;
  this.l = +l;
  this.opacity = +opacity;
}
define(Hsl, hsl, extend(Color, {
  brighter(k) {
    k = k == null ? brighter : Math.pow(brighter, k);
    return new Hsl(this.h, this.s, this.l * k, this.opacity);
  },
  darker(k) {
    k = k == null ? darker : Math.pow(darker, k);
    return new Hsl(this.h, this.s, this.l * k, this.opacity);
  },
  rgb() {
    var h = this.h % 360 + (this.h < 0) * 360, s = isNaN(h) || isNaN(this.s) ? 0 : this.s, l = this.l, m2 = l + (l < 0.5 ? l : 1 - l) * s, m1 = 2 * l - m2;
    return new Rgb(
      hsl2rgb(h >= 240 ? h - 240 : h + 120, m1, m2),
      hsl2rgb(h, m1, m2),
      hsl2rgb(h < 120 ? h + 240 : h - 120, m1, m2),
      this.opacity
    );
  },
  clamp() {
    return new Hsl(clamph(this.h), clampt(this.s), clampt(this.l), clampa(this.opacity));
  },
  displayable() {
    return (0 <= this.s && this.s <= 1 || isNaN(this.s)) && (0 <= this.l && this.l <= 1) && (0 <= this.opacity && this.opacity <= 1);
  },
  formatHsl() {
    const a = clampa(this.opacity);
    return `${a === 1 ? "hsl(" : "hsla("}${clamph(this.h)}, ${clampt(this.s) * 100}%, ${clampt(this.l) * 100}%${a === 1 ? ")" : `, ${a})`}`;
  }
}));
function clamph(value2) {
  value2 = (value2 || 0) % 360;
  return value2 < 0 ? value2 + 360 : value2;
}
function clampt(value2) {
  return Math.max(0, Math.min(1, value2 || 0));
}
function hsl2rgb(h, m1, m2) {
  return (h < 60 ? m1 + (m2 - m1) * h / 60 : h < 180 ? m2 : h < 240 ? m1 + (m2 - m1) * (240 - h) / 60 : m1) * 255;
}
var radians = Math.PI / 180;
var degrees = 180 / Math.PI;
var K = 18;
var Xn = 0.96422;
var Yn = 1;
var Zn = 0.82521;
var t0 = 4 / 29;
var t1 = 6 / 29;
var t2 = 3 * t1 * t1;
var t3 = t1 * t1 * t1;
function labConvert(o) {
  if (o instanceof Lab) return new Lab(o.l, o.a, o.b, o.opacity);
  if (o instanceof Hcl) return hcl2lab(o);
  if (!(o instanceof Rgb)) o = rgbConvert(o);
  var r = rgb2lrgb(o.r), g = rgb2lrgb(o.g), b = rgb2lrgb(o.b), y = xyz2lab((0.2225045 * r + 0.7168786 * g + 0.0606169 * b) / Yn), x, z;
  if (r === g && g === b) x = z = y;
  else {
    x = xyz2lab((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / Xn);
    z = xyz2lab((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / Zn);
  }
  return new Lab(116 * y - 16, 500 * (x - y), 200 * (y - z), o.opacity);
}
function lab(l, a, b, opacity) {
  return arguments.length === 1 ? labConvert(l) : new Lab(l, a, b, opacity == null ? 1 : opacity);
}
function Lab(l, a, b, opacity) {
  this.l = +l;
  this.a = +a;
  this.b = +b;
  this.opacity = +opacity;
}
define(Lab, lab, extend(Color, {
  brighter(k) {
    return new Lab(this.l + K * (k == null ? 1 : k), this.a, this.b, this.opacity);
  },
  darker(k) {
    return new Lab(this.l - K * (k == null ? 1 : k), this.a, this.b, this.opacity);
  },
  rgb() {
    var y = (this.l + 16) / 116, x = isNaN(this.a) ? y : y + this.a / 500, z = isNaN(this.b) ? y : y - this.b / 200;
    x = Xn * lab2xyz(x);
    y = Yn * lab2xyz(y);
    z = Zn * lab2xyz(z);
    return new Rgb(
      lrgb2rgb(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
      lrgb2rgb(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
      lrgb2rgb(0.0719453 * x - 0.2289914 * y + 1.4052427 * z),
      this.opacity
    );
  }
}));
function xyz2lab(t) {
  return t > t3 ? Math.pow(t, 1 / 3) : t / t2 + t0;
}
function lab2xyz(t) {
  return t > t1 ? t * t * t : t2 * (t - t0);
}
function lrgb2rgb(x) {
  return 255 * (x <= 31308e-7 ? 12.92 * x : 1.055 * Math.pow(x, 1 / 2.4) - 0.055);
}
function rgb2lrgb(x) {
  return (x /= 255) <= 0.04045 ? x / 12.92 : Math.pow((x + 0.055) / 1.055, 2.4);
}
function hclConvert(o) {
  if (o instanceof Hcl) return new Hcl(o.h, o.c, o.l, o.opacity);
  if (!(o instanceof Lab)) o = labConvert(o);
  if (o.a === 0 && o.b === 0) return new Hcl(NaN, 0 < o.l && o.l < 100 ? 0 : NaN, o.l, o.opacity);
  var h = Math.atan2(o.b, o.a) * degrees;
  return new Hcl(h < 0 ? h + 360 : h, Math.sqrt(o.a * o.a + o.b * o.b), o.l, o.opacity);
}
function hcl(h, c, l, opacity) {
  return arguments.length === 1 ? hclConvert(h) : new Hcl(h, c, l, opacity == null ? 1 : opacity);
}
function Hcl(h, c, l, opacity) {
  this.h = +h;
  this.c = +c;
  this.l = +l;
  this.opacity = +opacity;
}
function hcl2lab(o) {
  if (isNaN(o.h)) return new Lab(o.l, 0, 0, o.opacity);
  var h = o.h * radians;
  return new Lab(o.l, Math.cos(h) * o.c, Math.sin(h) * o.c, o.opacity);
}
define(Hcl, hcl, extend(Color, {
  brighter(k) {
    return new Hcl(this.h, this.c, this.l + K * (k == null ? 1 : k), this.opacity);
  },
  darker(k) {
    return new Hcl(this.h, this.c, this.l - K * (k == null ? 1 : k), this.opacity);
  },
  rgb() {
    return hcl2lab(this).rgb();
  }
}));
var A = -0.14861;
var B = 1.78277;
var C = -0.29227;
var D = -0.90649;
var E = 1.97294;
var ED = E * D;
var EB = E * B;
var BC_DA = B * C - D * A;
function cubehelixConvert(o) {
  if (o instanceof Cubehelix) return new Cubehelix(o.h, o.s, o.l, o.opacity);
  if (!(o instanceof Rgb)) o = rgbConvert(o);
  var r = o.r / 255, g = o.g / 255, b = o.b / 255, l = (BC_DA * b + ED * r - EB * g) / (BC_DA + ED - EB), bl = b - l, k = (E * (g - l) - C * bl) / D, s = Math.sqrt(k * k + bl * bl) / (E * l * (1 - l)), h = s ? Math.atan2(k, bl) * degrees - 120 : NaN;
  return new Cubehelix(h < 0 ? h + 360 : h, s, l, o.opacity);
}
function cubehelix(h, s, l, opacity) {
  return arguments.length === 1 ? cubehelixConvert(h) : new Cubehelix(h, s, l, opacity == null ? 1 : opacity);
}
function Cubehelix(h, s, l, opacity) {
  this.h = +h;
  this.s = +s;
  this.l = +l;
  this.opacity = +opacity;
}
define(Cubehelix, cubehelix, extend(Color, {
  brighter(k) {
    k = k == null ? brighter : Math.pow(brighter, k);
    return new Cubehelix(this.h, this.s, this.l * k, this.opacity);
  },
  darker(k) {
    k = k == null ? darker : Math.pow(darker, k);
    return new Cubehelix(this.h, this.s, this.l * k, this.opacity);
  },
  rgb() {
    var h = isNaN(this.h) ? 0 : (this.h + 120) * radians, l = +this.l, a = isNaN(this.s) ? 0 : this.s * l * (1 - l), cosh2 = Math.cos(h), sinh2 = Math.sin(h);
    return new Rgb(
      255 * (l + a * (A * cosh2 + B * sinh2)),
      255 * (l + a * (C * cosh2 + D * sinh2)),
      255 * (l + a * (E * cosh2)),
      this.opacity
    );
  }
}));

// ../../main/node_modules/d3-interpolate/dist/d3-interpolate.mjs
function basis(t13, v0, v1, v2, v3) {
  var t22 = t13 * t13, t32 = t22 * t13;
  return ((1 - 3 * t13 + 3 * t22 - t32) * v0 + (4 - 6 * t22 + 3 * t32) * v1 + (1 + 3 * t13 + 3 * t22 - 3 * t32) * v2 + t32 * v3) / 6;
}
function basis$1(values) {
  var n = values.length - 1;
  return function(t) {
    var i = t <= 0 ? t = 0 : t >= 1 ? (t = 1, n - 1) : Math.floor(t * n), v1 = values[i], v2 = values[i + 1], v0 = i > 0 ? values[i - 1] : 2 * v1 - v2, v3 = i < n - 1 ? values[i + 2] : 2 * v2 - v1;
    return basis((t - i / n) * n, v0, v1, v2, v3);
  };
}
function basisClosed(values) {
  var n = values.length;
  return function(t) {
    var i = Math.floor(((t %= 1) < 0 ? ++t : t) * n), v0 = values[(i + n - 1) % n], v1 = values[i % n], v2 = values[(i + 1) % n], v3 = values[(i + 2) % n];
    return basis((t - i / n) * n, v0, v1, v2, v3);
  };
}
var constant = (x) => () => x;
function linear(a, d) {
  return function(t) {
    return a + t * d;
  };
}
function exponential(a, b, y) {
  return a = Math.pow(a, y), b = Math.pow(b, y) - a, y = 1 / y, function(t) {
    return Math.pow(a + t * b, y);
  };
}
function hue$1(a, b) {
  var d = b - a;
  return d ? linear(a, d > 180 || d < -180 ? d - 360 * Math.round(d / 360) : d) : constant(isNaN(a) ? b : a);
}
function gamma(y) {
  return (y = +y) === 1 ? nogamma : function(a, b) {
    return b - a ? exponential(a, b, y) : constant(isNaN(a) ? b : a);
  };
}
function nogamma(a, b) {
  var d = b - a;
  return d ? linear(a, d) : constant(isNaN(a) ? b : a);
}
var rgb2 = (function rgbGamma(y) {
  var color2 = gamma(y);
  function rgb3(start, end) {
    var r = color2((start = rgb(start)).r, (end = rgb(end)).r), g = color2(start.g, end.g), b = color2(start.b, end.b), opacity = nogamma(start.opacity, end.opacity);
    return function(t) {
      start.r = r(t);
      start.g = g(t);
      start.b = b(t);
      start.opacity = opacity(t);
      return start + "";
    };
  }
  rgb3.gamma = rgbGamma;
  return rgb3;
})(1);
function rgbSpline(spline) {
  return function(colors) {
    var n = colors.length, r = new Array(n), g = new Array(n), b = new Array(n), i, color2;
    for (i = 0; i < n; ++i) {
      color2 = rgb(colors[i]);
      r[i] = color2.r || 0;
      g[i] = color2.g || 0;
      b[i] = color2.b || 0;
    }
    r = spline(r);
    g = spline(g);
    b = spline(b);
    color2.opacity = 1;
    return function(t) {
      color2.r = r(t);
      color2.g = g(t);
      color2.b = b(t);
      return color2 + "";
    };
  };
}
var rgbBasis = rgbSpline(basis$1);
var rgbBasisClosed = rgbSpline(basisClosed);
function numberArray(a, b) {
  if (!b) b = [];
  var n = a ? Math.min(b.length, a.length) : 0, c = b.slice(), i;
  return function(t) {
    for (i = 0; i < n; ++i) c[i] = a[i] * (1 - t) + b[i] * t;
    return c;
  };
}
function isNumberArray(x) {
  return ArrayBuffer.isView(x) && !(x instanceof DataView);
}
function genericArray(a, b) {
  var nb = b ? b.length : 0, na = a ? Math.min(nb, a.length) : 0, x = new Array(na), c = new Array(nb), i;
  for (i = 0; i < na; ++i) x[i] = value(a[i], b[i]);
  for (; i < nb; ++i) c[i] = b[i];
  return function(t) {
    for (i = 0; i < na; ++i) c[i] = x[i](t);
    return c;
  };
}
function date(a, b) {
  var d = /* @__PURE__ */ new Date();
  return a = +a, b = +b, function(t) {
    return d.setTime(a * (1 - t) + b * t), d;
  };
}
function number2(a, b) {
  return a = +a, b = +b, function(t) {
    return a * (1 - t) + b * t;
  };
}
function object(a, b) {
  var i = {}, c = {}, k;
  if (a === null || typeof a !== "object") a = {};
  if (b === null || typeof b !== "object") b = {};
  for (k in b) {
    if (k in a) {
      i[k] = value(a[k], b[k]);
    } else {
      c[k] = b[k];
    }
  }
  return function(t) {
    for (k in i) c[k] = i[k](t);
    return c;
  };
}
var reA = /[-+]?(?:\d+\.?\d*|\.?\d+)(?:[eE][-+]?\d+)?/g;
var reB = new RegExp(reA.source, "g");
function zero2(b) {
  return function() {
    return b;
  };
}
function one(b) {
  return function(t) {
    return b(t) + "";
  };
}
function string(a, b) {
  var bi = reA.lastIndex = reB.lastIndex = 0, am, bm, bs, i = -1, s = [], q = [];
  a = a + "", b = b + "";
  while ((am = reA.exec(a)) && (bm = reB.exec(b))) {
    if ((bs = bm.index) > bi) {
      bs = b.slice(bi, bs);
      if (s[i]) s[i] += bs;
      else s[++i] = bs;
    }
    if ((am = am[0]) === (bm = bm[0])) {
      if (s[i]) s[i] += bm;
      else s[++i] = bm;
    } else {
      s[++i] = null;
      q.push({ i, x: number2(am, bm) });
    }
    bi = reB.lastIndex;
  }
  if (bi < b.length) {
    bs = b.slice(bi);
    if (s[i]) s[i] += bs;
    else s[++i] = bs;
  }
  return s.length < 2 ? q[0] ? one(q[0].x) : zero2(b) : (b = q.length, function(t) {
    for (var i2 = 0, o; i2 < b; ++i2) s[(o = q[i2]).i] = o.x(t);
    return s.join("");
  });
}
function value(a, b) {
  var t = typeof b, c;
  return b == null || t === "boolean" ? constant(b) : (t === "number" ? number2 : t === "string" ? (c = color(b)) ? (b = c, rgb2) : string : b instanceof color ? rgb2 : b instanceof Date ? date : isNumberArray(b) ? numberArray : Array.isArray(b) ? genericArray : typeof b.valueOf !== "function" && typeof b.toString !== "function" || isNaN(b) ? object : number2)(a, b);
}
function round(a, b) {
  return a = +a, b = +b, function(t) {
    return Math.round(a * (1 - t) + b * t);
  };
}
var degrees2 = 180 / Math.PI;
var identity = {
  translateX: 0,
  translateY: 0,
  rotate: 0,
  skewX: 0,
  scaleX: 1,
  scaleY: 1
};
function decompose(a, b, c, d, e, f) {
  var scaleX, scaleY, skewX;
  if (scaleX = Math.sqrt(a * a + b * b)) a /= scaleX, b /= scaleX;
  if (skewX = a * c + b * d) c -= a * skewX, d -= b * skewX;
  if (scaleY = Math.sqrt(c * c + d * d)) c /= scaleY, d /= scaleY, skewX /= scaleY;
  if (a * d < b * c) a = -a, b = -b, skewX = -skewX, scaleX = -scaleX;
  return {
    translateX: e,
    translateY: f,
    rotate: Math.atan2(b, a) * degrees2,
    skewX: Math.atan(skewX) * degrees2,
    scaleX,
    scaleY
  };
}
var svgNode;
function parseCss(value2) {
  const m = new (typeof DOMMatrix === "function" ? DOMMatrix : WebKitCSSMatrix)(value2 + "");
  return m.isIdentity ? identity : decompose(m.a, m.b, m.c, m.d, m.e, m.f);
}
function parseSvg(value2) {
  if (value2 == null) return identity;
  if (!svgNode) svgNode = document.createElementNS("http://www.w3.org/2000/svg", "g");
  svgNode.setAttribute("transform", value2);
  if (!(value2 = svgNode.transform.baseVal.consolidate())) return identity;
  value2 = value2.matrix;
  return decompose(value2.a, value2.b, value2.c, value2.d, value2.e, value2.f);
}
function interpolateTransform(parse, pxComma, pxParen, degParen) {
  function pop(s) {
    return s.length ? s.pop() + " " : "";
  }
  function translate(xa, ya, xb, yb, s, q) {
    if (xa !== xb || ya !== yb) {
      var i = s.push("translate(", null, pxComma, null, pxParen);
      q.push({ i: i - 4, x: number2(xa, xb) }, { i: i - 2, x: number2(ya, yb) });
    } else if (xb || yb) {
      s.push("translate(" + xb + pxComma + yb + pxParen);
    }
  }
  function rotate(a, b, s, q) {
    if (a !== b) {
      if (a - b > 180) b += 360;
      else if (b - a > 180) a += 360;
      q.push({ i: s.push(pop(s) + "rotate(", null, degParen) - 2, x: number2(a, b) });
    } else if (b) {
      s.push(pop(s) + "rotate(" + b + degParen);
    }
  }
  function skewX(a, b, s, q) {
    if (a !== b) {
      q.push({ i: s.push(pop(s) + "skewX(", null, degParen) - 2, x: number2(a, b) });
    } else if (b) {
      s.push(pop(s) + "skewX(" + b + degParen);
    }
  }
  function scale(xa, ya, xb, yb, s, q) {
    if (xa !== xb || ya !== yb) {
      var i = s.push(pop(s) + "scale(", null, ",", null, ")");
      q.push({ i: i - 4, x: number2(xa, xb) }, { i: i - 2, x: number2(ya, yb) });
    } else if (xb !== 1 || yb !== 1) {
      s.push(pop(s) + "scale(" + xb + "," + yb + ")");
    }
  }
  return function(a, b) {
    var s = [], q = [];
    a = parse(a), b = parse(b);
    translate(a.translateX, a.translateY, b.translateX, b.translateY, s, q);
    rotate(a.rotate, b.rotate, s, q);
    skewX(a.skewX, b.skewX, s, q);
    scale(a.scaleX, a.scaleY, b.scaleX, b.scaleY, s, q);
    a = b = null;
    return function(t) {
      var i = -1, n = q.length, o;
      while (++i < n) s[(o = q[i]).i] = o.x(t);
      return s.join("");
    };
  };
}
var interpolateTransformCss = interpolateTransform(parseCss, "px, ", "px)", "deg)");
var interpolateTransformSvg = interpolateTransform(parseSvg, ", ", ")", ")");
var epsilon2 = 1e-12;
function cosh(x) {
  return ((x = Math.exp(x)) + 1 / x) / 2;
}
function sinh(x) {
  return ((x = Math.exp(x)) - 1 / x) / 2;
}
function tanh(x) {
  return ((x = Math.exp(2 * x)) - 1) / (x + 1);
}
var zoom = (function zoomRho(rho, rho2, rho4) {
  function zoom2(p0, p1) {
    var ux0 = p0[0], uy0 = p0[1], w0 = p0[2], ux1 = p1[0], uy1 = p1[1], w1 = p1[2], dx = ux1 - ux0, dy = uy1 - uy0, d2 = dx * dx + dy * dy, i, S;
    if (d2 < epsilon2) {
      S = Math.log(w1 / w0) / rho;
      i = function(t) {
        return [
          ux0 + t * dx,
          uy0 + t * dy,
          w0 * Math.exp(rho * t * S)
        ];
      };
    } else {
      var d1 = Math.sqrt(d2), b0 = (w1 * w1 - w0 * w0 + rho4 * d2) / (2 * w0 * rho2 * d1), b1 = (w1 * w1 - w0 * w0 - rho4 * d2) / (2 * w1 * rho2 * d1), r0 = Math.log(Math.sqrt(b0 * b0 + 1) - b0), r1 = Math.log(Math.sqrt(b1 * b1 + 1) - b1);
      S = (r1 - r0) / rho;
      i = function(t) {
        var s = t * S, coshr0 = cosh(r0), u = w0 / (rho2 * d1) * (coshr0 * tanh(rho * s + r0) - sinh(r0));
        return [
          ux0 + u * dx,
          uy0 + u * dy,
          w0 * coshr0 / cosh(rho * s + r0)
        ];
      };
    }
    i.duration = Math.abs(S) * 1e3 * rho / Math.SQRT2;
    return i;
  }
  zoom2.rho = function(_) {
    var _1 = Math.max(1e-3, +_), _2 = _1 * _1, _4 = _2 * _2;
    return zoomRho(_1, _2, _4);
  };
  return zoom2;
})(Math.SQRT2, 2, 4);
function hsl2(hue) {
  return function(start, end) {
    var h = hue((start = hsl(start)).h, (end = hsl(end)).h), s = nogamma(start.s, end.s), l = nogamma(start.l, end.l), opacity = nogamma(start.opacity, end.opacity);
    return function(t) {
      start.h = h(t);
      start.s = s(t);
      start.l = l(t);
      start.opacity = opacity(t);
      return start + "";
    };
  };
}
var hsl_default = hsl2(hue$1);
var hslLong = hsl2(nogamma);
function hcl2(hue) {
  return function(start, end) {
    var h = hue((start = hcl(start)).h, (end = hcl(end)).h), c = nogamma(start.c, end.c), l = nogamma(start.l, end.l), opacity = nogamma(start.opacity, end.opacity);
    return function(t) {
      start.h = h(t);
      start.c = c(t);
      start.l = l(t);
      start.opacity = opacity(t);
      return start + "";
    };
  };
}
var hcl_default = hcl2(hue$1);
var hclLong = hcl2(nogamma);
function cubehelix2(hue) {
  return (function cubehelixGamma(y) {
    y = +y;
    function cubehelix3(start, end) {
      var h = hue((start = cubehelix(start)).h, (end = cubehelix(end)).h), s = nogamma(start.s, end.s), l = nogamma(start.l, end.l), opacity = nogamma(start.opacity, end.opacity);
      return function(t) {
        start.h = h(t);
        start.s = s(t);
        start.l = l(Math.pow(t, y));
        start.opacity = opacity(t);
        return start + "";
      };
    }
    cubehelix3.gamma = cubehelixGamma;
    return cubehelix3;
  })(1);
}
var cubehelix_default = cubehelix2(hue$1);
var cubehelixLong = cubehelix2(nogamma);

// ../../main/node_modules/d3-time/dist/d3-time.mjs
var t02 = /* @__PURE__ */ new Date();
var t12 = /* @__PURE__ */ new Date();
function timeInterval(floori, offseti, count, field) {
  function interval(date3) {
    return floori(date3 = arguments.length === 0 ? /* @__PURE__ */ new Date() : /* @__PURE__ */ new Date(+date3)), date3;
  }
  interval.floor = (date3) => {
    return floori(date3 = /* @__PURE__ */ new Date(+date3)), date3;
  };
  interval.ceil = (date3) => {
    return floori(date3 = new Date(date3 - 1)), offseti(date3, 1), floori(date3), date3;
  };
  interval.round = (date3) => {
    const d0 = interval(date3), d1 = interval.ceil(date3);
    return date3 - d0 < d1 - date3 ? d0 : d1;
  };
  interval.offset = (date3, step2) => {
    return offseti(date3 = /* @__PURE__ */ new Date(+date3), step2 == null ? 1 : Math.floor(step2)), date3;
  };
  interval.range = (start, stop, step2) => {
    const range2 = [];
    start = interval.ceil(start);
    step2 = step2 == null ? 1 : Math.floor(step2);
    if (!(start < stop) || !(step2 > 0)) return range2;
    let previous;
    do
      range2.push(previous = /* @__PURE__ */ new Date(+start)), offseti(start, step2), floori(start);
    while (previous < start && start < stop);
    return range2;
  };
  interval.filter = (test) => {
    return timeInterval((date3) => {
      if (date3 >= date3) while (floori(date3), !test(date3)) date3.setTime(date3 - 1);
    }, (date3, step2) => {
      if (date3 >= date3) {
        if (step2 < 0) while (++step2 <= 0) {
          while (offseti(date3, -1), !test(date3)) {
          }
        }
        else while (--step2 >= 0) {
          while (offseti(date3, 1), !test(date3)) {
          }
        }
      }
    });
  };
  if (count) {
    interval.count = (start, end) => {
      t02.setTime(+start), t12.setTime(+end);
      floori(t02), floori(t12);
      return Math.floor(count(t02, t12));
    };
    interval.every = (step2) => {
      step2 = Math.floor(step2);
      return !isFinite(step2) || !(step2 > 0) ? null : !(step2 > 1) ? interval : interval.filter(field ? (d) => field(d) % step2 === 0 : (d) => interval.count(0, d) % step2 === 0);
    };
  }
  return interval;
}
var millisecond = timeInterval(() => {
}, (date3, step2) => {
  date3.setTime(+date3 + step2);
}, (start, end) => {
  return end - start;
});
millisecond.every = (k) => {
  k = Math.floor(k);
  if (!isFinite(k) || !(k > 0)) return null;
  if (!(k > 1)) return millisecond;
  return timeInterval((date3) => {
    date3.setTime(Math.floor(date3 / k) * k);
  }, (date3, step2) => {
    date3.setTime(+date3 + step2 * k);
  }, (start, end) => {
    return (end - start) / k;
  });
};
var milliseconds = millisecond.range;
var durationSecond = 1e3;
var durationMinute = durationSecond * 60;
var durationHour = durationMinute * 60;
var durationDay = durationHour * 24;
var durationWeek = durationDay * 7;
var durationMonth = durationDay * 30;
var durationYear = durationDay * 365;
var second = timeInterval((date3) => {
  date3.setTime(date3 - date3.getMilliseconds());
}, (date3, step2) => {
  date3.setTime(+date3 + step2 * durationSecond);
}, (start, end) => {
  return (end - start) / durationSecond;
}, (date3) => {
  return date3.getUTCSeconds();
});
var seconds = second.range;
var timeMinute = timeInterval((date3) => {
  date3.setTime(date3 - date3.getMilliseconds() - date3.getSeconds() * durationSecond);
}, (date3, step2) => {
  date3.setTime(+date3 + step2 * durationMinute);
}, (start, end) => {
  return (end - start) / durationMinute;
}, (date3) => {
  return date3.getMinutes();
});
var timeMinutes = timeMinute.range;
var utcMinute = timeInterval((date3) => {
  date3.setUTCSeconds(0, 0);
}, (date3, step2) => {
  date3.setTime(+date3 + step2 * durationMinute);
}, (start, end) => {
  return (end - start) / durationMinute;
}, (date3) => {
  return date3.getUTCMinutes();
});
var utcMinutes = utcMinute.range;
var timeHour = timeInterval((date3) => {
  date3.setTime(date3 - date3.getMilliseconds() - date3.getSeconds() * durationSecond - date3.getMinutes() * durationMinute);
}, (date3, step2) => {
  date3.setTime(+date3 + step2 * durationHour);
}, (start, end) => {
  return (end - start) / durationHour;
}, (date3) => {
  return date3.getHours();
});
var timeHours = timeHour.range;
var utcHour = timeInterval((date3) => {
  date3.setUTCMinutes(0, 0, 0);
}, (date3, step2) => {
  date3.setTime(+date3 + step2 * durationHour);
}, (start, end) => {
  return (end - start) / durationHour;
}, (date3) => {
  return date3.getUTCHours();
});
var utcHours = utcHour.range;
var timeDay = timeInterval(
  (date3) => date3.setHours(0, 0, 0, 0),
  (date3, step2) => date3.setDate(date3.getDate() + step2),
  (start, end) => (end - start - (end.getTimezoneOffset() - start.getTimezoneOffset()) * durationMinute) / durationDay,
  (date3) => date3.getDate() - 1
);
var timeDays = timeDay.range;
var utcDay = timeInterval((date3) => {
  date3.setUTCHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setUTCDate(date3.getUTCDate() + step2);
}, (start, end) => {
  return (end - start) / durationDay;
}, (date3) => {
  return date3.getUTCDate() - 1;
});
var utcDays = utcDay.range;
var unixDay = timeInterval((date3) => {
  date3.setUTCHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setUTCDate(date3.getUTCDate() + step2);
}, (start, end) => {
  return (end - start) / durationDay;
}, (date3) => {
  return Math.floor(date3 / durationDay);
});
var unixDays = unixDay.range;
function timeWeekday(i) {
  return timeInterval((date3) => {
    date3.setDate(date3.getDate() - (date3.getDay() + 7 - i) % 7);
    date3.setHours(0, 0, 0, 0);
  }, (date3, step2) => {
    date3.setDate(date3.getDate() + step2 * 7);
  }, (start, end) => {
    return (end - start - (end.getTimezoneOffset() - start.getTimezoneOffset()) * durationMinute) / durationWeek;
  });
}
var timeSunday = timeWeekday(0);
var timeMonday = timeWeekday(1);
var timeTuesday = timeWeekday(2);
var timeWednesday = timeWeekday(3);
var timeThursday = timeWeekday(4);
var timeFriday = timeWeekday(5);
var timeSaturday = timeWeekday(6);
var timeSundays = timeSunday.range;
var timeMondays = timeMonday.range;
var timeTuesdays = timeTuesday.range;
var timeWednesdays = timeWednesday.range;
var timeThursdays = timeThursday.range;
var timeFridays = timeFriday.range;
var timeSaturdays = timeSaturday.range;
function utcWeekday(i) {
  return timeInterval((date3) => {
    date3.setUTCDate(date3.getUTCDate() - (date3.getUTCDay() + 7 - i) % 7);
    date3.setUTCHours(0, 0, 0, 0);
  }, (date3, step2) => {
    date3.setUTCDate(date3.getUTCDate() + step2 * 7);
  }, (start, end) => {
    return (end - start) / durationWeek;
  });
}
var utcSunday = utcWeekday(0);
var utcMonday = utcWeekday(1);
var utcTuesday = utcWeekday(2);
var utcWednesday = utcWeekday(3);
var utcThursday = utcWeekday(4);
var utcFriday = utcWeekday(5);
var utcSaturday = utcWeekday(6);
var utcSundays = utcSunday.range;
var utcMondays = utcMonday.range;
var utcTuesdays = utcTuesday.range;
var utcWednesdays = utcWednesday.range;
var utcThursdays = utcThursday.range;
var utcFridays = utcFriday.range;
var utcSaturdays = utcSaturday.range;
var timeMonth = timeInterval((date3) => {
  date3.setDate(1);
  date3.setHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setMonth(date3.getMonth() + step2);
}, (start, end) => {
  return end.getMonth() - start.getMonth() + (end.getFullYear() - start.getFullYear()) * 12;
}, (date3) => {
  return date3.getMonth();
});
var timeMonths = timeMonth.range;
var utcMonth = timeInterval((date3) => {
  date3.setUTCDate(1);
  date3.setUTCHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setUTCMonth(date3.getUTCMonth() + step2);
}, (start, end) => {
  return end.getUTCMonth() - start.getUTCMonth() + (end.getUTCFullYear() - start.getUTCFullYear()) * 12;
}, (date3) => {
  return date3.getUTCMonth();
});
var utcMonths = utcMonth.range;
var timeYear = timeInterval((date3) => {
  date3.setMonth(0, 1);
  date3.setHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setFullYear(date3.getFullYear() + step2);
}, (start, end) => {
  return end.getFullYear() - start.getFullYear();
}, (date3) => {
  return date3.getFullYear();
});
timeYear.every = (k) => {
  return !isFinite(k = Math.floor(k)) || !(k > 0) ? null : timeInterval((date3) => {
    date3.setFullYear(Math.floor(date3.getFullYear() / k) * k);
    date3.setMonth(0, 1);
    date3.setHours(0, 0, 0, 0);
  }, (date3, step2) => {
    date3.setFullYear(date3.getFullYear() + step2 * k);
  });
};
var timeYears = timeYear.range;
var utcYear = timeInterval((date3) => {
  date3.setUTCMonth(0, 1);
  date3.setUTCHours(0, 0, 0, 0);
}, (date3, step2) => {
  date3.setUTCFullYear(date3.getUTCFullYear() + step2);
}, (start, end) => {
  return end.getUTCFullYear() - start.getUTCFullYear();
}, (date3) => {
  return date3.getUTCFullYear();
});
utcYear.every = (k) => {
  return !isFinite(k = Math.floor(k)) || !(k > 0) ? null : timeInterval((date3) => {
    date3.setUTCFullYear(Math.floor(date3.getUTCFullYear() / k) * k);
    date3.setUTCMonth(0, 1);
    date3.setUTCHours(0, 0, 0, 0);
  }, (date3, step2) => {
    date3.setUTCFullYear(date3.getUTCFullYear() + step2 * k);
  });
};
var utcYears = utcYear.range;
function ticker(year, month, week, day, hour, minute) {
  const tickIntervals = [
    [second, 1, durationSecond],
    [second, 5, 5 * durationSecond],
    [second, 15, 15 * durationSecond],
    [second, 30, 30 * durationSecond],
    [minute, 1, durationMinute],
    [minute, 5, 5 * durationMinute],
    [minute, 15, 15 * durationMinute],
    [minute, 30, 30 * durationMinute],
    [hour, 1, durationHour],
    [hour, 3, 3 * durationHour],
    [hour, 6, 6 * durationHour],
    [hour, 12, 12 * durationHour],
    [day, 1, durationDay],
    [day, 2, 2 * durationDay],
    [week, 1, durationWeek],
    [month, 1, durationMonth],
    [month, 3, 3 * durationMonth],
    [year, 1, durationYear]
  ];
  function ticks3(start, stop, count) {
    const reverse = stop < start;
    if (reverse) [start, stop] = [stop, start];
    const interval = count && typeof count.range === "function" ? count : tickInterval(start, stop, count);
    const ticks4 = interval ? interval.range(start, +stop + 1) : [];
    return reverse ? ticks4.reverse() : ticks4;
  }
  function tickInterval(start, stop, count) {
    const target = Math.abs(stop - start) / count;
    const i = bisector(([, , step3]) => step3).right(tickIntervals, target);
    if (i === tickIntervals.length) return year.every(tickStep(start / durationYear, stop / durationYear, count));
    if (i === 0) return millisecond.every(Math.max(tickStep(start, stop, count), 1));
    const [t, step2] = tickIntervals[target / tickIntervals[i - 1][2] < tickIntervals[i][2] / target ? i - 1 : i];
    return t.every(step2);
  }
  return [ticks3, tickInterval];
}
var [utcTicks, utcTickInterval] = ticker(utcYear, utcMonth, utcSunday, unixDay, utcHour, utcMinute);
var [timeTicks, timeTickInterval] = ticker(timeYear, timeMonth, timeSunday, timeDay, timeHour, timeMinute);

// ../../main/node_modules/d3-time-format/dist/d3-time-format.mjs
function localDate(d) {
  if (0 <= d.y && d.y < 100) {
    var date3 = new Date(-1, d.m, d.d, d.H, d.M, d.S, d.L);
    date3.setFullYear(d.y);
    return date3;
  }
  return new Date(d.y, d.m, d.d, d.H, d.M, d.S, d.L);
}
function utcDate(d) {
  if (0 <= d.y && d.y < 100) {
    var date3 = new Date(Date.UTC(-1, d.m, d.d, d.H, d.M, d.S, d.L));
    date3.setUTCFullYear(d.y);
    return date3;
  }
  return new Date(Date.UTC(d.y, d.m, d.d, d.H, d.M, d.S, d.L));
}
function newDate(y, m, d) {
  return { y, m, d, H: 0, M: 0, S: 0, L: 0 };
}
function formatLocale(locale2) {
  var locale_dateTime = locale2.dateTime, locale_date = locale2.date, locale_time = locale2.time, locale_periods = locale2.periods, locale_weekdays = locale2.days, locale_shortWeekdays = locale2.shortDays, locale_months = locale2.months, locale_shortMonths = locale2.shortMonths;
  var periodRe = formatRe(locale_periods), periodLookup = formatLookup(locale_periods), weekdayRe = formatRe(locale_weekdays), weekdayLookup = formatLookup(locale_weekdays), shortWeekdayRe = formatRe(locale_shortWeekdays), shortWeekdayLookup = formatLookup(locale_shortWeekdays), monthRe = formatRe(locale_months), monthLookup = formatLookup(locale_months), shortMonthRe = formatRe(locale_shortMonths), shortMonthLookup = formatLookup(locale_shortMonths);
  var formats = {
    "a": formatShortWeekday,
    "A": formatWeekday,
    "b": formatShortMonth,
    "B": formatMonth,
    "c": null,
    "d": formatDayOfMonth,
    "e": formatDayOfMonth,
    "f": formatMicroseconds,
    "g": formatYearISO,
    "G": formatFullYearISO,
    "H": formatHour24,
    "I": formatHour12,
    "j": formatDayOfYear,
    "L": formatMilliseconds,
    "m": formatMonthNumber,
    "M": formatMinutes,
    "p": formatPeriod,
    "q": formatQuarter,
    "Q": formatUnixTimestamp,
    "s": formatUnixTimestampSeconds,
    "S": formatSeconds,
    "u": formatWeekdayNumberMonday,
    "U": formatWeekNumberSunday,
    "V": formatWeekNumberISO,
    "w": formatWeekdayNumberSunday,
    "W": formatWeekNumberMonday,
    "x": null,
    "X": null,
    "y": formatYear,
    "Y": formatFullYear,
    "Z": formatZone,
    "%": formatLiteralPercent
  };
  var utcFormats = {
    "a": formatUTCShortWeekday,
    "A": formatUTCWeekday,
    "b": formatUTCShortMonth,
    "B": formatUTCMonth,
    "c": null,
    "d": formatUTCDayOfMonth,
    "e": formatUTCDayOfMonth,
    "f": formatUTCMicroseconds,
    "g": formatUTCYearISO,
    "G": formatUTCFullYearISO,
    "H": formatUTCHour24,
    "I": formatUTCHour12,
    "j": formatUTCDayOfYear,
    "L": formatUTCMilliseconds,
    "m": formatUTCMonthNumber,
    "M": formatUTCMinutes,
    "p": formatUTCPeriod,
    "q": formatUTCQuarter,
    "Q": formatUnixTimestamp,
    "s": formatUnixTimestampSeconds,
    "S": formatUTCSeconds,
    "u": formatUTCWeekdayNumberMonday,
    "U": formatUTCWeekNumberSunday,
    "V": formatUTCWeekNumberISO,
    "w": formatUTCWeekdayNumberSunday,
    "W": formatUTCWeekNumberMonday,
    "x": null,
    "X": null,
    "y": formatUTCYear,
    "Y": formatUTCFullYear,
    "Z": formatUTCZone,
    "%": formatLiteralPercent
  };
  var parses = {
    "a": parseShortWeekday,
    "A": parseWeekday,
    "b": parseShortMonth,
    "B": parseMonth,
    "c": parseLocaleDateTime,
    "d": parseDayOfMonth,
    "e": parseDayOfMonth,
    "f": parseMicroseconds,
    "g": parseYear,
    "G": parseFullYear,
    "H": parseHour24,
    "I": parseHour24,
    "j": parseDayOfYear,
    "L": parseMilliseconds,
    "m": parseMonthNumber,
    "M": parseMinutes,
    "p": parsePeriod,
    "q": parseQuarter,
    "Q": parseUnixTimestamp,
    "s": parseUnixTimestampSeconds,
    "S": parseSeconds,
    "u": parseWeekdayNumberMonday,
    "U": parseWeekNumberSunday,
    "V": parseWeekNumberISO,
    "w": parseWeekdayNumberSunday,
    "W": parseWeekNumberMonday,
    "x": parseLocaleDate,
    "X": parseLocaleTime,
    "y": parseYear,
    "Y": parseFullYear,
    "Z": parseZone,
    "%": parseLiteralPercent
  };
  formats.x = newFormat(locale_date, formats);
  formats.X = newFormat(locale_time, formats);
  formats.c = newFormat(locale_dateTime, formats);
  utcFormats.x = newFormat(locale_date, utcFormats);
  utcFormats.X = newFormat(locale_time, utcFormats);
  utcFormats.c = newFormat(locale_dateTime, utcFormats);
  function newFormat(specifier, formats2) {
    return function(date3) {
      var string2 = [], i = -1, j = 0, n = specifier.length, c, pad2, format;
      if (!(date3 instanceof Date)) date3 = /* @__PURE__ */ new Date(+date3);
      while (++i < n) {
        if (specifier.charCodeAt(i) === 37) {
          string2.push(specifier.slice(j, i));
          if ((pad2 = pads[c = specifier.charAt(++i)]) != null) c = specifier.charAt(++i);
          else pad2 = c === "e" ? " " : "0";
          if (format = formats2[c]) c = format(date3, pad2);
          string2.push(c);
          j = i + 1;
        }
      }
      string2.push(specifier.slice(j, i));
      return string2.join("");
    };
  }
  function newParse(specifier, Z) {
    return function(string2) {
      var d = newDate(1900, void 0, 1), i = parseSpecifier(d, specifier, string2 += "", 0), week, day;
      if (i != string2.length) return null;
      if ("Q" in d) return new Date(d.Q);
      if ("s" in d) return new Date(d.s * 1e3 + ("L" in d ? d.L : 0));
      if (Z && !("Z" in d)) d.Z = 0;
      if ("p" in d) d.H = d.H % 12 + d.p * 12;
      if (d.m === void 0) d.m = "q" in d ? d.q : 0;
      if ("V" in d) {
        if (d.V < 1 || d.V > 53) return null;
        if (!("w" in d)) d.w = 1;
        if ("Z" in d) {
          week = utcDate(newDate(d.y, 0, 1)), day = week.getUTCDay();
          week = day > 4 || day === 0 ? utcMonday.ceil(week) : utcMonday(week);
          week = utcDay.offset(week, (d.V - 1) * 7);
          d.y = week.getUTCFullYear();
          d.m = week.getUTCMonth();
          d.d = week.getUTCDate() + (d.w + 6) % 7;
        } else {
          week = localDate(newDate(d.y, 0, 1)), day = week.getDay();
          week = day > 4 || day === 0 ? timeMonday.ceil(week) : timeMonday(week);
          week = timeDay.offset(week, (d.V - 1) * 7);
          d.y = week.getFullYear();
          d.m = week.getMonth();
          d.d = week.getDate() + (d.w + 6) % 7;
        }
      } else if ("W" in d || "U" in d) {
        if (!("w" in d)) d.w = "u" in d ? d.u % 7 : "W" in d ? 1 : 0;
        day = "Z" in d ? utcDate(newDate(d.y, 0, 1)).getUTCDay() : localDate(newDate(d.y, 0, 1)).getDay();
        d.m = 0;
        d.d = "W" in d ? (d.w + 6) % 7 + d.W * 7 - (day + 5) % 7 : d.w + d.U * 7 - (day + 6) % 7;
      }
      if ("Z" in d) {
        d.H += d.Z / 100 | 0;
        d.M += d.Z % 100;
        return utcDate(d);
      }
      return localDate(d);
    };
  }
  function parseSpecifier(d, specifier, string2, j) {
    var i = 0, n = specifier.length, m = string2.length, c, parse;
    while (i < n) {
      if (j >= m) return -1;
      c = specifier.charCodeAt(i++);
      if (c === 37) {
        c = specifier.charAt(i++);
        parse = parses[c in pads ? specifier.charAt(i++) : c];
        if (!parse || (j = parse(d, string2, j)) < 0) return -1;
      } else if (c != string2.charCodeAt(j++)) {
        return -1;
      }
    }
    return j;
  }
  function parsePeriod(d, string2, i) {
    var n = periodRe.exec(string2.slice(i));
    return n ? (d.p = periodLookup.get(n[0].toLowerCase()), i + n[0].length) : -1;
  }
  function parseShortWeekday(d, string2, i) {
    var n = shortWeekdayRe.exec(string2.slice(i));
    return n ? (d.w = shortWeekdayLookup.get(n[0].toLowerCase()), i + n[0].length) : -1;
  }
  function parseWeekday(d, string2, i) {
    var n = weekdayRe.exec(string2.slice(i));
    return n ? (d.w = weekdayLookup.get(n[0].toLowerCase()), i + n[0].length) : -1;
  }
  function parseShortMonth(d, string2, i) {
    var n = shortMonthRe.exec(string2.slice(i));
    return n ? (d.m = shortMonthLookup.get(n[0].toLowerCase()), i + n[0].length) : -1;
  }
  function parseMonth(d, string2, i) {
    var n = monthRe.exec(string2.slice(i));
    return n ? (d.m = monthLookup.get(n[0].toLowerCase()), i + n[0].length) : -1;
  }
  function parseLocaleDateTime(d, string2, i) {
    return parseSpecifier(d, locale_dateTime, string2, i);
  }
  function parseLocaleDate(d, string2, i) {
    return parseSpecifier(d, locale_date, string2, i);
  }
  function parseLocaleTime(d, string2, i) {
    return parseSpecifier(d, locale_time, string2, i);
  }
  function formatShortWeekday(d) {
    return locale_shortWeekdays[d.getDay()];
  }
  function formatWeekday(d) {
    return locale_weekdays[d.getDay()];
  }
  function formatShortMonth(d) {
    return locale_shortMonths[d.getMonth()];
  }
  function formatMonth(d) {
    return locale_months[d.getMonth()];
  }
  function formatPeriod(d) {
    return locale_periods[+(d.getHours() >= 12)];
  }
  function formatQuarter(d) {
    return 1 + ~~(d.getMonth() / 3);
  }
  function formatUTCShortWeekday(d) {
    return locale_shortWeekdays[d.getUTCDay()];
  }
  function formatUTCWeekday(d) {
    return locale_weekdays[d.getUTCDay()];
  }
  function formatUTCShortMonth(d) {
    return locale_shortMonths[d.getUTCMonth()];
  }
  function formatUTCMonth(d) {
    return locale_months[d.getUTCMonth()];
  }
  function formatUTCPeriod(d) {
    return locale_periods[+(d.getUTCHours() >= 12)];
  }
  function formatUTCQuarter(d) {
    return 1 + ~~(d.getUTCMonth() / 3);
  }
  return {
    format: function(specifier) {
      var f = newFormat(specifier += "", formats);
      f.toString = function() {
        return specifier;
      };
      return f;
    },
    parse: function(specifier) {
      var p = newParse(specifier += "", false);
      p.toString = function() {
        return specifier;
      };
      return p;
    },
    utcFormat: function(specifier) {
      var f = newFormat(specifier += "", utcFormats);
      f.toString = function() {
        return specifier;
      };
      return f;
    },
    utcParse: function(specifier) {
      var p = newParse(specifier += "", true);
      p.toString = function() {
        return specifier;
      };
      return p;
    }
  };
}
var pads = { "-": "", "_": " ", "0": "0" };
var numberRe = /^\s*\d+/;
var percentRe = /^%/;
var requoteRe = /[\\^$*+?|[\]().{}]/g;
function pad(value2, fill, width) {
  var sign = value2 < 0 ? "-" : "", string2 = (sign ? -value2 : value2) + "", length2 = string2.length;
  return sign + (length2 < width ? new Array(width - length2 + 1).join(fill) + string2 : string2);
}
function requote(s) {
  return s.replace(requoteRe, "\\$&");
}
function formatRe(names) {
  return new RegExp("^(?:" + names.map(requote).join("|") + ")", "i");
}
function formatLookup(names) {
  return new Map(names.map((name, i) => [name.toLowerCase(), i]));
}
function parseWeekdayNumberSunday(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 1));
  return n ? (d.w = +n[0], i + n[0].length) : -1;
}
function parseWeekdayNumberMonday(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 1));
  return n ? (d.u = +n[0], i + n[0].length) : -1;
}
function parseWeekNumberSunday(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.U = +n[0], i + n[0].length) : -1;
}
function parseWeekNumberISO(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.V = +n[0], i + n[0].length) : -1;
}
function parseWeekNumberMonday(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.W = +n[0], i + n[0].length) : -1;
}
function parseFullYear(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 4));
  return n ? (d.y = +n[0], i + n[0].length) : -1;
}
function parseYear(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.y = +n[0] + (+n[0] > 68 ? 1900 : 2e3), i + n[0].length) : -1;
}
function parseZone(d, string2, i) {
  var n = /^(Z)|([+-]\d\d)(?::?(\d\d))?/.exec(string2.slice(i, i + 6));
  return n ? (d.Z = n[1] ? 0 : -(n[2] + (n[3] || "00")), i + n[0].length) : -1;
}
function parseQuarter(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 1));
  return n ? (d.q = n[0] * 3 - 3, i + n[0].length) : -1;
}
function parseMonthNumber(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.m = n[0] - 1, i + n[0].length) : -1;
}
function parseDayOfMonth(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.d = +n[0], i + n[0].length) : -1;
}
function parseDayOfYear(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 3));
  return n ? (d.m = 0, d.d = +n[0], i + n[0].length) : -1;
}
function parseHour24(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.H = +n[0], i + n[0].length) : -1;
}
function parseMinutes(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.M = +n[0], i + n[0].length) : -1;
}
function parseSeconds(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 2));
  return n ? (d.S = +n[0], i + n[0].length) : -1;
}
function parseMilliseconds(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 3));
  return n ? (d.L = +n[0], i + n[0].length) : -1;
}
function parseMicroseconds(d, string2, i) {
  var n = numberRe.exec(string2.slice(i, i + 6));
  return n ? (d.L = Math.floor(n[0] / 1e3), i + n[0].length) : -1;
}
function parseLiteralPercent(d, string2, i) {
  var n = percentRe.exec(string2.slice(i, i + 1));
  return n ? i + n[0].length : -1;
}
function parseUnixTimestamp(d, string2, i) {
  var n = numberRe.exec(string2.slice(i));
  return n ? (d.Q = +n[0], i + n[0].length) : -1;
}
function parseUnixTimestampSeconds(d, string2, i) {
  var n = numberRe.exec(string2.slice(i));
  return n ? (d.s = +n[0], i + n[0].length) : -1;
}
function formatDayOfMonth(d, p) {
  return pad(d.getDate(), p, 2);
}
function formatHour24(d, p) {
  return pad(d.getHours(), p, 2);
}
function formatHour12(d, p) {
  return pad(d.getHours() % 12 || 12, p, 2);
}
function formatDayOfYear(d, p) {
  return pad(1 + timeDay.count(timeYear(d), d), p, 3);
}
function formatMilliseconds(d, p) {
  return pad(d.getMilliseconds(), p, 3);
}
function formatMicroseconds(d, p) {
  return formatMilliseconds(d, p) + "000";
}
function formatMonthNumber(d, p) {
  return pad(d.getMonth() + 1, p, 2);
}
function formatMinutes(d, p) {
  return pad(d.getMinutes(), p, 2);
}
function formatSeconds(d, p) {
  return pad(d.getSeconds(), p, 2);
}
function formatWeekdayNumberMonday(d) {
  var day = d.getDay();
  return day === 0 ? 7 : day;
}
function formatWeekNumberSunday(d, p) {
  return pad(timeSunday.count(timeYear(d) - 1, d), p, 2);
}
function dISO(d) {
  var day = d.getDay();
  return day >= 4 || day === 0 ? timeThursday(d) : timeThursday.ceil(d);
}
function formatWeekNumberISO(d, p) {
  d = dISO(d);
  return pad(timeThursday.count(timeYear(d), d) + (timeYear(d).getDay() === 4), p, 2);
}
function formatWeekdayNumberSunday(d) {
  return d.getDay();
}
function formatWeekNumberMonday(d, p) {
  return pad(timeMonday.count(timeYear(d) - 1, d), p, 2);
}
function formatYear(d, p) {
  return pad(d.getFullYear() % 100, p, 2);
}
function formatYearISO(d, p) {
  d = dISO(d);
  return pad(d.getFullYear() % 100, p, 2);
}
function formatFullYear(d, p) {
  return pad(d.getFullYear() % 1e4, p, 4);
}
function formatFullYearISO(d, p) {
  var day = d.getDay();
  d = day >= 4 || day === 0 ? timeThursday(d) : timeThursday.ceil(d);
  return pad(d.getFullYear() % 1e4, p, 4);
}
function formatZone(d) {
  var z = d.getTimezoneOffset();
  return (z > 0 ? "-" : (z *= -1, "+")) + pad(z / 60 | 0, "0", 2) + pad(z % 60, "0", 2);
}
function formatUTCDayOfMonth(d, p) {
  return pad(d.getUTCDate(), p, 2);
}
function formatUTCHour24(d, p) {
  return pad(d.getUTCHours(), p, 2);
}
function formatUTCHour12(d, p) {
  return pad(d.getUTCHours() % 12 || 12, p, 2);
}
function formatUTCDayOfYear(d, p) {
  return pad(1 + utcDay.count(utcYear(d), d), p, 3);
}
function formatUTCMilliseconds(d, p) {
  return pad(d.getUTCMilliseconds(), p, 3);
}
function formatUTCMicroseconds(d, p) {
  return formatUTCMilliseconds(d, p) + "000";
}
function formatUTCMonthNumber(d, p) {
  return pad(d.getUTCMonth() + 1, p, 2);
}
function formatUTCMinutes(d, p) {
  return pad(d.getUTCMinutes(), p, 2);
}
function formatUTCSeconds(d, p) {
  return pad(d.getUTCSeconds(), p, 2);
}
function formatUTCWeekdayNumberMonday(d) {
  var dow = d.getUTCDay();
  return dow === 0 ? 7 : dow;
}
function formatUTCWeekNumberSunday(d, p) {
  return pad(utcSunday.count(utcYear(d) - 1, d), p, 2);
}
function UTCdISO(d) {
  var day = d.getUTCDay();
  return day >= 4 || day === 0 ? utcThursday(d) : utcThursday.ceil(d);
}
function formatUTCWeekNumberISO(d, p) {
  d = UTCdISO(d);
  return pad(utcThursday.count(utcYear(d), d) + (utcYear(d).getUTCDay() === 4), p, 2);
}
function formatUTCWeekdayNumberSunday(d) {
  return d.getUTCDay();
}
function formatUTCWeekNumberMonday(d, p) {
  return pad(utcMonday.count(utcYear(d) - 1, d), p, 2);
}
function formatUTCYear(d, p) {
  return pad(d.getUTCFullYear() % 100, p, 2);
}
function formatUTCYearISO(d, p) {
  d = UTCdISO(d);
  return pad(d.getUTCFullYear() % 100, p, 2);
}
function formatUTCFullYear(d, p) {
  return pad(d.getUTCFullYear() % 1e4, p, 4);
}
function formatUTCFullYearISO(d, p) {
  var day = d.getUTCDay();
  d = day >= 4 || day === 0 ? utcThursday(d) : utcThursday.ceil(d);
  return pad(d.getUTCFullYear() % 1e4, p, 4);
}
function formatUTCZone() {
  return "+0000";
}
function formatLiteralPercent() {
  return "%";
}
function formatUnixTimestamp(d) {
  return +d;
}
function formatUnixTimestampSeconds(d) {
  return Math.floor(+d / 1e3);
}
var locale;
var timeFormat;
var timeParse;
var utcFormat;
var utcParse;
defaultLocale({
  dateTime: "%x, %X",
  date: "%-m/%-d/%Y",
  time: "%-I:%M:%S %p",
  periods: ["AM", "PM"],
  days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  shortDays: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
  months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
  shortMonths: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
});
function defaultLocale(definition) {
  locale = formatLocale(definition);
  timeFormat = locale.format;
  timeParse = locale.parse;
  utcFormat = locale.utcFormat;
  utcParse = locale.utcParse;
  return locale;
}
var isoSpecifier = "%Y-%m-%dT%H:%M:%S.%LZ";
function formatIsoNative(date3) {
  return date3.toISOString();
}
var formatIso = Date.prototype.toISOString ? formatIsoNative : utcFormat(isoSpecifier);
function parseIsoNative(string2) {
  var date3 = new Date(string2);
  return isNaN(date3) ? null : date3;
}
var parseIso = +/* @__PURE__ */ new Date("2000-01-01T00:00:00.000Z") ? parseIsoNative : utcParse(isoSpecifier);

// ../../main/node_modules/d3-scale/dist/d3-scale.mjs
function initRange(domain, range2) {
  switch (arguments.length) {
    case 0:
      break;
    case 1:
      this.range(domain);
      break;
    default:
      this.range(range2).domain(domain);
      break;
  }
  return this;
}
function constants(x) {
  return function() {
    return x;
  };
}
function number$1(x) {
  return +x;
}
var unit = [0, 1];
function identity$1(x) {
  return x;
}
function normalize(a, b) {
  return (b -= a = +a) ? function(x) {
    return (x - a) / b;
  } : constants(isNaN(b) ? NaN : 0.5);
}
function clamper(a, b) {
  var t;
  if (a > b) t = a, a = b, b = t;
  return function(x) {
    return Math.max(a, Math.min(b, x));
  };
}
function bimap(domain, range2, interpolate) {
  var d0 = domain[0], d1 = domain[1], r0 = range2[0], r1 = range2[1];
  if (d1 < d0) d0 = normalize(d1, d0), r0 = interpolate(r1, r0);
  else d0 = normalize(d0, d1), r0 = interpolate(r0, r1);
  return function(x) {
    return r0(d0(x));
  };
}
function polymap(domain, range2, interpolate) {
  var j = Math.min(domain.length, range2.length) - 1, d = new Array(j), r = new Array(j), i = -1;
  if (domain[j] < domain[0]) {
    domain = domain.slice().reverse();
    range2 = range2.slice().reverse();
  }
  while (++i < j) {
    d[i] = normalize(domain[i], domain[i + 1]);
    r[i] = interpolate(range2[i], range2[i + 1]);
  }
  return function(x) {
    var i2 = bisectRight(domain, x, 1, j) - 1;
    return r[i2](d[i2](x));
  };
}
function copy$1(source, target) {
  return target.domain(source.domain()).range(source.range()).interpolate(source.interpolate()).clamp(source.clamp()).unknown(source.unknown());
}
function transformer$2() {
  var domain = unit, range2 = unit, interpolate$1 = value, transform, untransform, unknown, clamp = identity$1, piecewise2, output, input;
  function rescale() {
    var n = Math.min(domain.length, range2.length);
    if (clamp !== identity$1) clamp = clamper(domain[0], domain[n - 1]);
    piecewise2 = n > 2 ? polymap : bimap;
    output = input = null;
    return scale;
  }
  function scale(x) {
    return x == null || isNaN(x = +x) ? unknown : (output || (output = piecewise2(domain.map(transform), range2, interpolate$1)))(transform(clamp(x)));
  }
  scale.invert = function(y) {
    return clamp(untransform((input || (input = piecewise2(range2, domain.map(transform), number2)))(y)));
  };
  scale.domain = function(_) {
    return arguments.length ? (domain = Array.from(_, number$1), rescale()) : domain.slice();
  };
  scale.range = function(_) {
    return arguments.length ? (range2 = Array.from(_), rescale()) : range2.slice();
  };
  scale.rangeRound = function(_) {
    return range2 = Array.from(_), interpolate$1 = round, rescale();
  };
  scale.clamp = function(_) {
    return arguments.length ? (clamp = _ ? true : identity$1, rescale()) : clamp !== identity$1;
  };
  scale.interpolate = function(_) {
    return arguments.length ? (interpolate$1 = _, rescale()) : interpolate$1;
  };
  scale.unknown = function(_) {
    return arguments.length ? (unknown = _, scale) : unknown;
  };
  return function(t, u) {
    transform = t, untransform = u;
    return rescale();
  };
}
function continuous() {
  return transformer$2()(identity$1, identity$1);
}
function nice(domain, interval) {
  domain = domain.slice();
  var i0 = 0, i1 = domain.length - 1, x0 = domain[i0], x1 = domain[i1], t;
  if (x1 < x0) {
    t = i0, i0 = i1, i1 = t;
    t = x0, x0 = x1, x1 = t;
  }
  domain[i0] = interval.floor(x0);
  domain[i1] = interval.ceil(x1);
  return domain;
}
function date2(t) {
  return new Date(t);
}
function number3(t) {
  return t instanceof Date ? +t : Math.round(t);
}
function calendar(ticks3, tickInterval, year, month, week, day, hour, minute, second2, format) {
  var scale = continuous(), invert = scale.invert, domain = scale.domain;
  var formatMillisecond = format(".%L"), formatSecond = format(":%S"), formatMinute = format("%I:%M"), formatHour = format("%I %p"), formatDay = format("%a %d"), formatWeek = format("%b %d"), formatMonth = format("%B"), formatYear2 = format("%Y");
  function tickFormat(date3) {
    return (second2(date3) < date3 ? formatMillisecond : minute(date3) < date3 ? formatSecond : hour(date3) < date3 ? formatMinute : day(date3) < date3 ? formatHour : month(date3) < date3 ? week(date3) < date3 ? formatDay : formatWeek : year(date3) < date3 ? formatMonth : formatYear2)(date3);
  }
  scale.invert = function(y) {
    return new Date(Math.round(invert(y)));
  };
  scale.domain = function(_) {
    return arguments.length ? domain(Array.from(_, number3)) : domain().map(date2);
  };
  scale.ticks = function(interval) {
    var d = domain();
    return ticks3(d[0], d[d.length - 1], interval == null ? 10 : interval);
  };
  scale.tickFormat = function(count, specifier) {
    return specifier == null ? tickFormat : format(specifier);
  };
  scale.nice = function(interval) {
    var d = domain();
    if (!interval || typeof interval.range !== "function") interval = tickInterval(d[0], d[d.length - 1], interval == null ? 10 : interval);
    return interval ? domain(nice(d, interval)) : scale;
  };
  scale.copy = function() {
    return copy$1(scale, calendar(ticks3, tickInterval, year, month, week, day, hour, minute, second2, format));
  };
  return scale;
}
function time() {
  return initRange.apply(calendar(timeTicks, timeTickInterval, timeYear, timeMonth, timeSunday, timeDay, timeHour, timeMinute, second, timeFormat).domain([new Date(2e3, 0, 1), new Date(2e3, 0, 2)]), arguments);
}
function utcTime() {
  return initRange.apply(calendar(utcTicks, utcTickInterval, utcYear, utcMonth, utcSunday, utcDay, utcHour, utcMinute, second, utcFormat).domain([Date.UTC(2e3, 0, 1), Date.UTC(2e3, 0, 2)]), arguments);
}

// webviews/timeline/model/axis.ts
function ticks2(span, width, zone, apart = 110) {
  const scale = (zone === "utc" ? utcTime() : time()).domain([span.start, span.end]);
  const times = scale.ticks(Math.max(2, Math.floor(width / apart))).map(Number);
  const step2 = Math.min(...times.slice(1).map((time2, i) => time2 - (times[i] ?? 0)), Infinity);
  return times.map((time2) => ({ time: time2, label: tickLabel(time2, step2, zone) }));
}
var DAY = 864e5;
function tickLabel(time2, step2, zone) {
  const [date3, clock] = parts(time2, zone);
  if (step2 >= DAY && clock === "00:00:00.000") return date3;
  if (clock === "00:00:00.000") return date3;
  if (step2 >= 6e4) return clock.slice(0, 5);
  return step2 >= 1e3 ? clock.slice(0, 8) : clock;
}
function timeText(time2, zone) {
  const [date3, clock] = parts(time2, zone);
  return `${date3} ${clock}${zone === "utc" ? "Z" : offset(time2)}`;
}
function parts(time2, zone) {
  const shift = zone === "utc" ? 0 : new Date(time2).getTimezoneOffset() * 6e4;
  const text = new Date(time2 - shift).toISOString();
  const at = text.indexOf("T");
  return [text.slice(0, at), text.slice(at + 1, -1)];
}
function offset(time2) {
  const minutes = -new Date(time2).getTimezoneOffset();
  const absolute = Math.abs(minutes);
  const two = (value2) => String(value2).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
function durationText(ms) {
  const units = [
    [DAY, "d"],
    [36e5, "h"],
    [6e4, "min"],
    [1e3, "s"],
    [1, "ms"]
  ];
  const first = units.findIndex(([size2]) => ms >= size2);
  if (first < 0) return "0 ms";
  const [size, unit2] = units[first] ?? [1, "ms"];
  const [nextSize, nextUnit] = units[first + 1] ?? [0, ""];
  const rest = nextSize > 0 ? Math.floor(ms % size / nextSize) : 0;
  return `${Math.floor(ms / size)} ${unit2}${rest > 0 ? ` ${rest} ${nextUnit}` : ""}`;
}

// src/domain/observed.ts
var NO_RULE = 65535;

// webviews/timeline/model/curated.ts
function placeCurated(events, rules, attack) {
  const tacticOfRule = new Map(rules.map((rule) => [rule.id, rule.tactic]));
  const pins = [];
  const undated = [];
  for (const event of events) {
    const time2 = event.time === null ? NaN : Date.parse(event.time);
    if (Number.isNaN(time2)) {
      undated.push(event);
      continue;
    }
    const [claim] = event.techniques;
    const byRule = claim && "rule" in claim.by ? tacticOfRule.get(claim.by.rule) : void 0;
    const tactic = byRule ?? attack?.techniques[claim?.technique ?? ""]?.tactics[0] ?? "";
    pins.push({ id: event.id, time: time2, title: event.title, severity: event.severity, tactic });
  }
  pins.sort((a, b) => a.time - b.time);
  return { pins, undated };
}

// webviews/timeline/model/timeIndex.ts
var MOST_BUCKETS = 65536;
var TimeIndex = class {
  time;
  #first;
  #last;
  #scale;
  #offsets;
  constructor(time2) {
    this.time = time2;
    const count = time2.length;
    this.#first = time2[0] ?? 0;
    this.#last = time2[count - 1] ?? 0;
    const buckets = Math.min(MOST_BUCKETS, Math.max(1, count >> 2));
    const span = this.#last - this.#first;
    this.#scale = span > 0 ? buckets / span : 0;
    this.#offsets = new Uint32Array(buckets + 1);
    let bucket = 0;
    for (let i = 0; i < count; i++) {
      const own = this.#bucketOf(time2[i] ?? 0);
      while (bucket < own) this.#offsets[++bucket] = i;
    }
    while (bucket < buckets) this.#offsets[++bucket] = count;
  }
  get count() {
    return this.time.length;
  }
  /** Index of the first entry that is not before `at`. */
  before(at) {
    if (!(at > this.#first)) return 0;
    if (at > this.#last) return this.time.length;
    const bucket = this.#bucketOf(at);
    let low = this.#offsets[bucket] ?? 0;
    let high = this.#offsets[bucket + 1] ?? this.time.length;
    while (low < high) {
      const middle = low + high >>> 1;
      if ((this.time[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /** Monotone in `at`, and the same arithmetic for entries and for questions: that is what makes it exact. */
  #bucketOf(at) {
    return Math.min((at - this.#first) * this.#scale | 0, this.#offsets.length - 2);
  }
};

// webviews/timeline/model/lanes.ts
function buildLanes(events, attack) {
  const tactics = [...attack.tactics.map(({ shortname, name }) => ({ tactic: shortname, name })), UNMAPPED];
  const laneOfTactic = new Map(tactics.map(({ tactic }, lane) => [tactic, lane]));
  const unmapped = tactics.length - 1;
  const laneOfRule = new Uint16Array(NO_RULE + 1).fill(unmapped);
  events.rules.forEach((rule, number4) => laneOfRule[number4] = laneOfTactic.get(rule.tactic) ?? unmapped);
  const counts = new Uint32Array(tactics.length);
  for (let i = 0; i < events.count; i++) {
    const lane = laneOfRule[events.rule[i] ?? NO_RULE] ?? unmapped;
    counts[lane] = (counts[lane] ?? 0) + 1;
  }
  const times = Array.from(counts, (count) => new Float64Array(count));
  const places = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(tactics.length);
  for (let i = 0; i < events.count; i++) {
    const lane = laneOfRule[events.rule[i] ?? NO_RULE] ?? unmapped;
    const at = filled[lane] ?? 0;
    filled[lane] = at + 1;
    const laneTimes = times[lane];
    const lanePlaces = places[lane];
    if (laneTimes) laneTimes[at] = events.time[i] ?? 0;
    if (lanePlaces) lanePlaces[at] = i;
  }
  return {
    lanes: tactics.map(({ tactic, name }, lane) => ({
      tactic,
      name,
      index: new TimeIndex(times[lane] ?? new Float64Array()),
      events: places[lane] ?? new Uint32Array()
    })),
    extent: events.count === 0 ? null : { start: events.time[0] ?? 0, end: events.time[events.count - 1] ?? 0 }
  };
}
var UNMAPPED = { tactic: "", name: "No technique known" };

// webviews/timeline/model/span.ts
var NARROWEST = 1;
var WIDEST = 2;
function length(span) {
  return span.end - span.start;
}
function timeAt(span, width, x) {
  return span.start + x / width * length(span);
}
function pixelAt(span, width, time2) {
  return (time2 - span.start) / length(span) * width;
}
function fitted(extent) {
  const air = length(extent) < NARROWEST ? 18e5 : length(extent) * 0.02;
  return { start: extent.start - air, end: extent.end + air };
}
function zoomed(span, fixed, factor, extent) {
  const widest = length(fitted(extent)) * WIDEST;
  const next = Math.min(Math.max(length(span) * factor, NARROWEST), Math.max(widest, NARROWEST));
  const share = (fixed - span.start) / length(span);
  const start = fixed - share * next;
  return kept({ start, end: start + next }, extent);
}
function panned(span, by, extent) {
  return kept({ start: span.start + by, end: span.end + by }, extent);
}
function showing(span, time2, extent) {
  const air = length(span) * 0.1;
  if (time2 < span.start + air) return panned(span, time2 - air - span.start, extent);
  if (time2 > span.end - air) return panned(span, time2 + air - span.end, extent);
  return span;
}
function kept(span, extent) {
  const middle = (span.start + span.end) / 2;
  const by = Math.min(Math.max(middle, extent.start), extent.end) - middle;
  return by === 0 ? span : { start: span.start + by, end: span.end + by };
}

// webviews/timeline/model/timeline.ts
var Timeline = class {
  #events = null;
  #attack = null;
  #curatedEvents = [];
  #curated = { pins: [], undated: [] };
  #lanes = [];
  #extent = null;
  #span = { start: 0, end: 1 };
  #zone = "utc";
  #selection = null;
  #focusedLane = 0;
  #range = null;
  #emptyLanes = false;
  #onChange;
  constructor(onChange) {
    this.#onChange = onChange;
  }
  get events() {
    return this.#events;
  }
  get attack() {
    return this.#attack;
  }
  get curated() {
    return this.#curated;
  }
  get lanes() {
    return this.#lanes;
  }
  get extent() {
    return this.#extent;
  }
  get span() {
    return this.#span;
  }
  get zone() {
    return this.#zone;
  }
  get selection() {
    return this.#selection;
  }
  get range() {
    return this.#range;
  }
  get emptyLanes() {
    return this.#emptyLanes;
  }
  get isEmpty() {
    return this.#extent === null;
  }
  load(events, attack) {
    const first = this.#events === null;
    this.#events = events;
    this.#attack = attack;
    this.#lanes = buildLanes(events, attack).lanes;
    this.#selection = null;
    this.#placeCurated(first);
  }
  setCurated(events) {
    this.#curatedEvents = events;
    this.#placeCurated(this.#extent === null);
  }
  curatedEvent(id) {
    return this.#curatedEvents.find((event) => event.id === id);
  }
  /** Lanes to draw, by number, in kill-chain order. */
  shownLanes() {
    const withPins = new Set(this.#curated.pins.map((pin) => pin.tactic));
    return this.#lanes.flatMap(
      (lane, number4) => this.#emptyLanes || lane.index.count > 0 || withPins.has(lane.tactic) ? [number4] : []
    );
  }
  pinsOf(lane) {
    return this.#curated.pins.filter((pin) => pin.tactic === lane.tactic);
  }
  /** The rule that gave the `at`-th event of a lane its place. */
  ruleAt(lane, at) {
    const number4 = this.#events?.rule[lane.events[at] ?? 0] ?? NO_RULE;
    return number4 === NO_RULE ? void 0 : this.#events?.rules[number4];
  }
  tableAt(lane, at) {
    return this.#events?.tables[this.#events.table[lane.events[at] ?? 0] ?? 0] ?? "";
  }
  /** The wire's name of what is selected, where it is one event. */
  target(selection = this.#selection) {
    if (selection?.kind === "pin") return { kind: "curated", id: selection.id };
    if (selection?.kind !== "event" || !this.#events) return null;
    const index = this.#lanes[selection.lane]?.events[selection.at];
    return index === void 0 ? null : { kind: "observed", handle: this.#events.handle, index };
  }
  /** When the selection is, in milliseconds. */
  selectedTime() {
    const chosen = this.#selection;
    if (chosen?.kind === "pin") return this.#curated.pins.find((pin) => pin.id === chosen.id)?.time ?? null;
    if (!chosen) return null;
    const at = chosen.kind === "event" ? chosen.at : chosen.from;
    return this.#lanes[chosen.lane]?.index.time[at] ?? null;
  }
  /** The lane that the keyboard is on; always one of those shown. */
  get focusedLane() {
    const shown = this.shownLanes();
    return shown.includes(this.#focusedLane) ? this.#focusedLane : shown[0] ?? 0;
  }
  focusLane(lane) {
    this.#focusedLane = lane;
    this.#onChange();
  }
  select(selection) {
    this.#selection = selection;
    if (selection && selection.kind !== "pin") this.#focusedLane = selection.lane;
    const time2 = this.selectedTime();
    if (time2 !== null && this.#extent) this.#span = showing(this.#span, time2, this.#extent);
    this.#onChange();
  }
  fit() {
    if (this.#extent) this.look(fitted(this.#extent));
  }
  look(span) {
    this.#span = span;
    this.#onChange();
  }
  zoom(fixed, factor) {
    if (this.#extent) this.look(zoomed(this.#span, fixed, factor, this.#extent));
  }
  pan(by) {
    if (this.#extent) this.look(panned(this.#span, by, this.#extent));
  }
  setRange(range2) {
    this.#range = range2;
    this.#onChange();
  }
  setZone(zone) {
    this.#zone = zone;
    this.#onChange();
  }
  showEmptyLanes(show) {
    this.#emptyLanes = show;
    this.#onChange();
  }
  #placeCurated(fit) {
    this.#curated = placeCurated(this.#curatedEvents, this.#events?.rules ?? [], this.#attack);
    const times = [
      ...this.#events && this.#events.count > 0 ? [this.#events.time[0] ?? 0, this.#events.time[this.#events.count - 1] ?? 0] : [],
      ...this.#curated.pins.map((pin) => pin.time)
    ];
    this.#extent = times.length === 0 ? null : { start: Math.min(...times), end: Math.max(...times) };
    const chosen = this.#selection;
    if (chosen?.kind === "pin" && !this.#curated.pins.some((pin) => pin.id === chosen.id))
      this.#selection = null;
    if (fit && this.#extent) this.#span = fitted(this.#extent);
    this.#onChange();
  }
};

// webviews/timeline/view/details.ts
function detailsPanel(details, attack, zone, actions) {
  const pinned = details.pinned;
  return [
    heading(details.title, actions),
    element(
      "p",
      { class: "when" },
      details.time === null ? "No time" : exactTime(details.time, zone),
      element("span", { class: `severity ${details.severity}` }, severityText(details.severity)),
      element("span", { class: "table" }, details.table)
    ),
    element(
      "div",
      { class: "actions" },
      pinned === null ? button("Pin to Timeline", actions.pin, { class: "primary" }) : button("Unpin", () => actions.unpin(pinned)),
      ...details.query === "" ? [] : [button("Open Query", () => actions.openQuery(details.query))],
      button("Copy Row", () => actions.copy(JSON.stringify(details.row, null, 2)))
    ),
    ...details.note === "" ? [] : [element("p", { class: "note" }, details.note)],
    section("Techniques", techniques(details.techniques, attack)),
    section("Row", fields(details.row, details.lineage)),
    ...details.sources.length > 0 ? [section("Sources", sources(details))] : [],
    ...details.query === "" ? [] : [section("Query", found(details))],
    ...details.raw === "" ? [] : [rawRecord(details.raw, actions)]
  ];
}
function heading(title, actions) {
  return element("header", {}, element("h2", {}, title), signButton("×", "Close details", actions.close));
}
function exactTime(iso, zone) {
  const shown = zone === "utc" ? iso.replace("T", " ") : timeText(Date.parse(iso), "local");
  return element("time", { title: iso, attributes: { datetime: iso } }, shown);
}
function severityText(severity) {
  return `${{ high: "▲", medium: "◆", low: "●", informational: "■" }[severity]} ${severity}`;
}
function section(title, ...children) {
  return element("section", {}, element("h3", {}, title), ...children);
}
function techniques(claims, attack) {
  if (claims.length === 0)
    return element("p", { class: "muted" }, "No mapping rule has a technique for this event.");
  return element(
    "ul",
    { class: "techniques" },
    ...claims.map((claim) => {
      const name = attack?.techniques[claim.technique]?.name ?? "";
      const by = "rule" in claim.by ? `rule ${claim.by.rule}` : claim.by.person;
      return element(
        "li",
        {},
        element("strong", {}, `${claim.technique} ${name}`),
        element("span", { class: "muted" }, ` ATT&CK ${claim.attackVersion}, ${claim.confidence} confidence`),
        element("p", {}, claim.reason),
        element("p", { class: "muted" }, `Said by ${by}`)
      );
    })
  );
}
function fields(row, lineage) {
  const filled = Object.entries(row).filter(([, value2]) => value2 !== null && value2 !== "");
  if (filled.length === 0) return element("p", { class: "muted" }, "The row has no values.");
  return element(
    "table",
    {},
    element(
      "caption",
      { class: "hidden" },
      "Columns of the row, with the field of the record each came from"
    ),
    element(
      "tbody",
      {},
      ...filled.map(([column, value2]) => {
        const source = lineage[column];
        return element(
          "tr",
          {},
          element("th", { attributes: { scope: "row" } }, column),
          element(
            "td",
            {},
            element("span", { class: "value" }, valueText(value2)),
            ...source === void 0 || source === column ? [] : [element("span", { class: "lineage", title: "Field of the record" }, `from ${source}`)]
          )
        );
      })
    )
  );
}
function valueText(value2) {
  return typeof value2 === "object" ? JSON.stringify(value2, null, 1) : String(value2);
}
function sources(details) {
  return element(
    "ol",
    {},
    ...details.sources.map((source) => {
      const member = source.member === "" ? "" : ` ! ${source.member}`;
      return element(
        "li",
        {},
        `${source.name}${member}, record ${source.record}`,
        element("span", { class: "muted" }, ` (${source.shape})`)
      );
    })
  );
}
function found(details) {
  return element(
    "div",
    {},
    element("pre", { attributes: { tabindex: "0" } }, details.query),
    element("p", { class: "muted" }, `Connection: ${details.connection}`)
  );
}
function rawRecord(raw, actions) {
  return element(
    "details",
    {},
    element("summary", {}, "Raw record"),
    button("Copy Record", () => actions.copy(raw)),
    element("pre", { attributes: { tabindex: "0" } }, raw)
  );
}

// webviews/timeline/view/eventList.ts
var PAGE = 100;
function stretchList(timeline, laneNumber, from, to, open) {
  const list = element("ol", { class: "events" });
  const lane = timeline.lanes[laneNumber];
  if (!lane) return list;
  const addPage = (start) => {
    const end = Math.min(to, start + PAGE);
    for (let at = start; at < end; at++) list.append(eventItem(timeline, lane, laneNumber, at, open));
    if (end === to) return;
    const more = button(`Show ${countText(Math.min(PAGE, to - end))} more of ${countText(to - end)}`, () => {
      const item = more.parentElement;
      addPage(end);
      (item?.nextElementSibling?.querySelector("button") ?? null)?.focus();
      item?.remove();
    });
    list.append(element("li", {}, more));
  };
  addPage(from);
  return list;
}
function eventItem(timeline, lane, laneNumber, at, open) {
  const rule = timeline.ruleAt(lane, at);
  const table = timeline.tableAt(lane, at);
  const when = timeText(lane.index.time[at] ?? 0, timeline.zone);
  const what = rule ? `${rule.technique} ${rule.title}`.trim() : table;
  return element(
    "li",
    {},
    button(`${when}  ${what}`, () => open({ kind: "event", lane: laneNumber, at }), { class: "link" })
  );
}
function eventList(timeline, open) {
  const { span, zone, curated } = timeline;
  const parts2 = [
    element("p", {}, `From ${timeText(span.start, zone)} to ${timeText(span.end, zone)}.`)
  ];
  if (curated.pins.length > 0)
    parts2.push(
      element("h3", {}, counted(curated.pins.length, "pinned event")),
      element(
        "ol",
        { class: "events" },
        ...curated.pins.map(
          (pin) => element(
            "li",
            {},
            button(
              `${timeText(pin.time, zone)}  ${pin.severity}: ${pin.title}`,
              () => open({ kind: "pin", id: pin.id }),
              { class: "link" }
            )
          )
        )
      )
    );
  if (curated.undated.length > 0)
    parts2.push(
      element("h3", {}, `${counted(curated.undated.length, "pinned event")} without a time`),
      element(
        "ul",
        { class: "events" },
        ...curated.undated.map(
          (event) => element(
            "li",
            {},
            button(event.title, () => open({ kind: "pin", id: event.id }), { class: "link" })
          )
        )
      )
    );
  for (const laneNumber of timeline.shownLanes()) {
    const lane = timeline.lanes[laneNumber];
    if (!lane) continue;
    const from = lane.index.before(span.start);
    const to = lane.index.before(span.end);
    const section2 = element(
      "details",
      {},
      element("summary", {}, `${lane.name}: ${counted(to - from, "event")}`)
    );
    section2.addEventListener(
      "toggle",
      () => section2.append(stretchList(timeline, laneNumber, from, to, open)),
      { once: true }
    );
    parts2.push(section2);
  }
  return parts2;
}

// webviews/timeline/view/keys.ts
var KEYS_HELP = "Up and down choose a lane, left and right the event before or after, with Shift they move the picture. Plus and minus zoom, 0 shows everything, Home and End go to the first and last event of the lane. Enter opens what is chosen, P pins it, Escape closes.";
function pressKey(event, timeline, actions) {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { span } = timeline;
  switch (event.key) {
    case "ArrowLeft":
    case "ArrowRight": {
      const sign = event.key === "ArrowLeft" ? -1 : 1;
      if (event.shiftKey) timeline.pan(sign * length(span) * 0.2);
      else step(timeline, sign);
      return true;
    }
    case "ArrowUp":
    case "ArrowDown": {
      const shown = timeline.shownLanes();
      const at = shown.indexOf(timeline.focusedLane) + (event.key === "ArrowUp" ? -1 : 1);
      const next = shown[Math.min(Math.max(at, 0), shown.length - 1)];
      if (next !== void 0) timeline.focusLane(next);
      return true;
    }
    case "+":
    case "=":
      timeline.zoom(timeline.selectedTime() ?? (span.start + span.end) / 2, 0.5);
      return true;
    case "-":
    case "_":
      timeline.zoom(timeline.selectedTime() ?? (span.start + span.end) / 2, 2);
      return true;
    case "0":
      timeline.fit();
      return true;
    case "Home":
    case "End": {
      const steps = stepsOf(timeline);
      const target = event.key === "Home" ? steps.first() : steps.last();
      if (target) timeline.select(target);
      return true;
    }
    case "Enter":
    case " ":
      if (timeline.selection) actions.open(timeline.selection);
      return true;
    case "p":
    case "P":
      actions.pin();
      return true;
    case "Escape":
      actions.close();
      return true;
    default:
      return false;
  }
}
function step(timeline, sign) {
  const steps = stepsOf(timeline);
  const next = sign > 0 ? steps.after() : steps.before();
  if (next) timeline.select(next);
}
function stepsOf(timeline) {
  const number4 = timeline.focusedLane;
  const lane = timeline.lanes[number4];
  const pins = lane ? timeline.pinsOf(lane) : [];
  const count = lane?.index.count ?? 0;
  const timeOf = (at2) => lane?.index.time[at2] ?? NaN;
  const event = (at2) => at2 >= 0 && at2 < count ? { kind: "event", lane: number4, at: at2 } : void 0;
  const pin = (at2) => {
    const found2 = pins[at2];
    return found2 && { kind: "pin", id: found2.id };
  };
  const earlier = (at2, pinAt2) => {
    const [a, b] = [event(at2), pin(pinAt2)];
    if (!a || !b) return a ?? b;
    return (pins[pinAt2]?.time ?? 0) >= timeOf(at2) ? b : a;
  };
  const later = (at2, pinAt2) => {
    const [a, b] = [event(at2), pin(pinAt2)];
    if (!a || !b) return a ?? b;
    return (pins[pinAt2]?.time ?? 0) < timeOf(at2) ? b : a;
  };
  const [at, pinAt] = place(timeline, number4, pins);
  return {
    first: () => later(0, 0),
    last: () => earlier(count - 1, pins.length - 1),
    before: () => earlier(at.before, pinAt.before),
    after: () => later(at.after, pinAt.after)
  };
}
function place(timeline, laneNumber, pins) {
  const { selection, span } = timeline;
  const index = timeline.lanes[laneNumber]?.index;
  const count = index?.count ?? 0;
  const time2 = timeline.selectedTime() ?? (span.start + span.end) / 2;
  const firstPinNotBefore = pins.findIndex((pin) => pin.time >= time2);
  const pinGap = firstPinNotBefore < 0 ? pins.length : firstPinNotBefore;
  if (selection && selection.kind !== "pin" && selection.lane === laneNumber) {
    const last = selection.kind === "event" ? selection.at : selection.to - 1;
    const first = selection.kind === "event" ? selection.at : selection.from;
    return [
      { before: first - 1, after: last + 1 },
      { before: pinGap - 1, after: pinGap }
    ];
  }
  const own = selection?.kind === "pin" ? pins.findIndex((pin) => pin.id === selection.id) : -1;
  const gap = index?.before(time2) ?? 0;
  if (own < 0)
    return [
      { before: gap - 1, after: gap },
      { before: pinGap - 1, after: pinGap }
    ];
  let after = gap;
  while (after < count && index?.time[after] === time2) after++;
  return [
    { before: after - 1, after },
    { before: own - 1, after: own + 1 }
  ];
}

// webviews/timeline/model/layout.ts
var AXIS_HEIGHT = 26;
var LOWEST_LANE = 30;
var HIGHEST_LANE = 120;
function layOut(shown, height) {
  const free = height - AXIS_HEIGHT;
  const each = Math.min(HIGHEST_LANE, Math.max(LOWEST_LANE, Math.floor(free / Math.max(1, shown.length))));
  const boxes = shown.map((lane, i) => ({ lane, top: AXIS_HEIGHT + i * each, height: each }));
  return { boxes, height: Math.max(height, AXIS_HEIGHT + shown.length * each) };
}
function laneAt(boxes, y) {
  return boxes.find((box) => y >= box.top && y < box.top + box.height);
}

// webviews/timeline/view/laneHeaders.ts
var LaneHeaders = class {
  root = element("div", { class: "lanes", attributes: { "aria-hidden": "true" } });
  #rows = [];
  update(timeline, frame, boxes) {
    while (this.#rows.length < boxes.length) {
      const name = element("span", { class: "lane-name" });
      const count = element("span", { class: "lane-count" });
      const row = element("div", { class: "lane" }, name, count);
      this.root.append(row);
      this.#rows.push({ row, name, count });
    }
    for (const extra of this.#rows.splice(boxes.length)) extra.row.remove();
    this.root.style.paddingTop = `${AXIS_HEIGHT}px`;
    boxes.forEach((box, i) => {
      const parts2 = this.#rows[i];
      const lane = timeline.lanes[box.lane];
      if (!parts2 || !lane) return;
      parts2.row.style.height = `${box.height}px`;
      parts2.row.classList.toggle("unmapped", lane.tactic === "");
      setText(parts2.name, lane.name);
      setText(parts2.count, countText(frame.totals.get(box.lane) ?? 0));
      const title = `${lane.name}: ${countText(lane.index.count)} in all`;
      if (parts2.row.title !== title) parts2.row.title = title;
    });
  }
};
function setText(element2, text) {
  if (element2.textContent !== text) element2.textContent = text;
}

// webviews/timeline/view/messages.ts
function emptyState(offer) {
  return element(
    "div",
    { class: "message" },
    element("h2", {}, "Nothing on the timeline yet"),
    element(
      "p",
      {},
      "The timeline shows every event of the case’s logs by the ATT&CK tactic that it is evidence of, and above them the events that you pin. Import logs, or pin rows from a notebook."
    ),
    element(
      "div",
      { class: "actions" },
      button("Import Logs…", () => offer("importLogs"), { class: "primary" }),
      button("New Notebook", () => offer("newNotebook")),
      button("Open Sample Investigation", () => offer("openSample"))
    )
  );
}
function loadingState(what) {
  return element("div", { class: "message", attributes: { role: "status" } }, element("p", {}, `${what}…`));
}
function failedState(message, next) {
  return element(
    "div",
    { class: "message", attributes: { role: "alert" } },
    element("h2", {}, "The timeline could not be shown"),
    element("p", {}, message),
    ...next.map((step2) => element("p", {}, step2))
  );
}
function footer(help) {
  const notice = element("span", { class: "notice" });
  const severities = ["high", "medium", "low", "informational"];
  const legend = element(
    "span",
    { class: "legend" },
    ...severities.map(
      (severity) => element("span", { class: `severity ${severity}` }, severityText(severity))
    ),
    element("span", {}, "outlined: pinned"),
    element("span", {}, "bar: how many, on a logarithmic scale")
  );
  const keys = element(
    "details",
    { class: "keys" },
    element("summary", {}, "Keys"),
    element("span", { attributes: { id: "keys" } }, help)
  );
  const root2 = element("footer", {}, legend, keys, notice);
  return { root: root2, setNotice: (text) => notice.textContent = text };
}

// webviews/timeline/model/density.ts
function countPixels(index, span, width, counts) {
  const step2 = (span.end - span.start) / width;
  const first = index.before(span.start);
  let from = first;
  for (let x = 0; x < width; x++) {
    const edge = x === width - 1 ? span.end : span.start + (x + 1) * step2;
    const to = Math.max(from, index.before(edge));
    counts[x] = to - from;
    from = to;
  }
  return from - first;
}

// webviews/timeline/view/overview.ts
var HEIGHT = 44;
var EDGE = 6;
var Overview = class {
  root;
  #canvas;
  #timeline;
  #bars = null;
  constructor(timeline) {
    this.#timeline = timeline;
    this.#canvas = element("canvas", {
      attributes: { role: "img", "aria-label": "All of the case; the marked part is shown above" }
    });
    this.root = element("div", { class: "overview" }, this.#canvas);
    this.#canvas.addEventListener("pointerdown", (event) => this.#press(event));
  }
  get #whole() {
    return this.#timeline.extent && fitted(this.#timeline.extent);
  }
  paint(theme) {
    const whole = this.#whole;
    const width = this.root.clientWidth;
    const ratio = window.devicePixelRatio;
    const context = this.#canvas.getContext("2d", { alpha: false });
    if (!whole || !context || width === 0) return;
    const pixels = Math.round(width * ratio);
    if (this.#canvas.width !== pixels) {
      this.#canvas.width = pixels;
      this.#canvas.height = Math.round(HEIGHT * ratio);
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = theme.background;
    context.fillRect(0, 0, width, HEIGHT);
    context.fillStyle = theme.density;
    context.fill(this.#barsOf(whole, width));
    context.fillStyle = theme.selection;
    for (const pin of this.#timeline.curated.pins)
      context.fillRect(pixelAt(whole, width, pin.time) - 1, 2, 2, 8);
    const [from, to] = this.#brush(whole, width);
    context.fillStyle = theme.background;
    context.globalAlpha = 0.6;
    context.fillRect(0, 0, from, HEIGHT);
    context.fillRect(to, 0, width - to, HEIGHT);
    context.globalAlpha = 1;
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(from + 1, 1, Math.max(2, to - from - 2), HEIGHT - 2);
  }
  /** Drawn anew only when the events or the width change. */
  #barsOf(whole, width) {
    const { lanes, events } = this.#timeline;
    const key = `${events?.handle ?? 0} ${events?.count ?? 0} ${width} ${whole.start} ${whole.end}`;
    if (this.#bars?.key === key) return this.#bars.path;
    const sum = new Uint32Array(width);
    const counts = new Uint32Array(width);
    for (const lane of lanes) {
      countPixels(lane.index, whole, width, counts);
      for (let x = 0; x < width; x++) sum[x] = (sum[x] ?? 0) + (counts[x] ?? 0);
    }
    let most = 1;
    for (const count of sum) most = Math.max(most, count);
    const path = new Path2D();
    sum.forEach((count, x) => {
      if (count === 0) return;
      const height = 2 + Math.log1p(count) / Math.log1p(most) * (HEIGHT - 14);
      path.rect(x, HEIGHT - height, 1, height);
    });
    this.#bars = { key, path };
    return path;
  }
  #brush(whole, width) {
    const { span } = this.#timeline;
    return [Math.max(0, pixelAt(whole, width, span.start)), Math.min(width, pixelAt(whole, width, span.end))];
  }
  /** Inside the brush a press moves it, at an edge it resizes, outside it marks a new one. */
  #press(event) {
    const whole = this.#whole;
    if (event.button !== 0 || !whole) return;
    const width = this.root.clientWidth;
    const { span } = this.#timeline;
    const [from, to] = this.#brush(whole, width);
    const x = event.offsetX;
    const start = timeAt(whole, width, x);
    const grip = Math.abs(x - from) <= EDGE ? "start" : Math.abs(x - to) <= EDGE ? "end" : x > from && x < to ? "all" : "new";
    this.#canvas.setPointerCapture(event.pointerId);
    const done = new AbortController();
    const { signal } = done;
    const move = (next) => {
      const time2 = timeAt(whole, width, next.offsetX);
      if (grip === "all") {
        this.#timeline.look(span);
        this.#timeline.pan(time2 - start);
        return;
      }
      const fixed = grip === "start" ? span.end : grip === "end" ? span.start : start;
      if (Math.abs(time2 - fixed) >= 1)
        this.#timeline.look({ start: Math.min(time2, fixed), end: Math.max(time2, fixed) });
    };
    const end = (last) => {
      done.abort();
      if (grip === "new" && Math.abs(last.offsetX - x) < EDGE)
        this.#timeline.pan(start - (span.start + span.end) / 2);
    };
    this.#canvas.addEventListener("pointermove", move, { signal });
    this.#canvas.addEventListener("pointerup", end, { signal });
    this.#canvas.addEventListener("pointercancel", () => done.abort(), { signal });
  }
};

// webviews/timeline/model/hit.ts
var REACH = 5;
function hit(timeline, box, x, width) {
  const lane = timeline.lanes[box.lane];
  if (!lane) return null;
  const { span } = timeline;
  const pins = timeline.pinsOf(lane).map((pin) => ({ pin, off: Math.abs(pixelAt(span, width, pin.time) - x) })).filter(({ off }) => off <= REACH + 2).sort((a, b) => a.off - b.off);
  if (pins[0]) return { kind: "pin", id: pins[0].pin.id };
  const near = nearest(timeline, box.lane, x, width);
  if (!near) return null;
  return near.to - near.from === 1 ? { kind: "event", lane: box.lane, at: near.from } : { kind: "stretch", lane: box.lane, from: near.from, to: near.to };
}
function nearest(timeline, laneNumber, x, width) {
  const index = timeline.lanes[laneNumber]?.index;
  if (!index) return null;
  const { span } = timeline;
  const pixel = Math.floor(x);
  for (const off of offsets) {
    const range2 = pixelRange(span, width, pixel + off);
    const from = index.before(range2.start);
    const to = index.before(range2.end);
    if (to > from) return { from, to };
  }
  return null;
}
var offsets = [0, ...Array.from({ length: REACH }, (_, i) => [i + 1, -i - 1]).flat()];
function pixelRange(span, width, pixel) {
  return { start: timeAt(span, width, pixel), end: timeAt(span, width, pixel + 1) };
}

// webviews/timeline/model/labels.ts
var GAP = 6;
function placeLabels(wishes, rows, offset2, width) {
  const free = new Array(rows).fill(-Infinity);
  return wishes.map((wish) => {
    const rightFits = wish.x + offset2 + wish.width <= width;
    for (const side of rightFits ? ["right", "left"] : ["left", "right"]) {
      const x = side === "right" ? wish.x + offset2 : wish.x - offset2 - wish.width;
      const row = free.findIndex((end) => end + GAP <= Math.min(x, wish.x - offset2));
      if (row < 0) continue;
      free[row] = Math.max(x + wish.width, wish.x + offset2);
      return { x, row, side };
    }
    return null;
  });
}

// webviews/timeline/draw/marks.ts
function addMark(path, severity, x, y, radius) {
  switch (severity) {
    case "high":
      path.moveTo(x, y - radius);
      path.lineTo(x + radius, y + radius * 0.8);
      path.lineTo(x - radius, y + radius * 0.8);
      path.closePath();
      break;
    case "medium":
      path.moveTo(x, y - radius);
      path.lineTo(x + radius, y);
      path.lineTo(x, y + radius);
      path.lineTo(x - radius, y);
      path.closePath();
      break;
    case "low":
      path.moveTo(x + radius * 0.85, y);
      path.arc(x, y, radius * 0.85, 0, 2 * Math.PI);
      break;
    case "informational":
      path.rect(x - radius * 0.7, y - radius * 0.7, radius * 1.4, radius * 1.4);
      break;
  }
}

// webviews/timeline/draw/paintLane.ts
var MARKS_A_PIXEL = 1 / 16;
var MARK_RADIUS = 4;
var PIN_RADIUS = 6;
var LABEL_ROW = 15;
var LONGEST_LABEL = 220;
var SEVERITIES = ["informational", "low", "medium", "high"];
function countLane(timeline, lane, width, counts) {
  return { counts, total: countPixels(lane.index, timeline.span, width, counts) };
}
function paintObserved(canvas, timeline, box, { counts, total }, most, band) {
  const lane = timeline.lanes[box.lane];
  if (!lane || total === 0) return;
  if (total <= canvas.width * MARKS_A_PIXEL) paintMarks(canvas, timeline, lane, band);
  else paintBars(canvas, lane, counts, most, band);
}
function paintBars({ context, width, theme }, lane, counts, most, band) {
  const bottom = band.top + band.height;
  const scale = (band.height - 2) / Math.log1p(most);
  context.beginPath();
  for (let x = 0; x < width; x++) {
    const count = counts[x] ?? 0;
    if (count === 0) continue;
    let run = x + 1;
    while (run < width && counts[run] === count) run++;
    const height = 2 + Math.log1p(count) * scale;
    context.rect(x, bottom - height, run - x, height);
    x = run - 1;
  }
  context.fillStyle = lane.tactic === "" ? theme.unmapped : theme.density;
  context.fill();
}
function paintMarks({ context, width, theme }, timeline, lane, band) {
  const { events, span } = timeline;
  const from = lane.index.before(span.start);
  const to = lane.index.before(span.end);
  const y = band.top + band.height - MARK_RADIUS - 3;
  const paths = /* @__PURE__ */ new Map();
  for (let i = from; i < to; i++) {
    const number4 = events?.rule[lane.events[i] ?? 0] ?? NO_RULE;
    const severity = events?.rules[number4]?.severity ?? "informational";
    const path = paths.get(severity) ?? new Path2D();
    paths.set(severity, path);
    addMark(path, severity, pixelAt(span, width, lane.index.time[i] ?? 0), y, MARK_RADIUS);
  }
  for (const severity of SEVERITIES) {
    const path = paths.get(severity);
    if (!path) continue;
    context.fillStyle = lane.tactic === "" ? theme.unmapped : theme.severity[severity];
    context.fill(path);
  }
}
function paintPins(canvas, timeline, box) {
  const lane = timeline.lanes[box.lane];
  if (!lane) return;
  const { context, width, theme } = canvas;
  const { span } = timeline;
  const shown = timeline.pinsOf(lane).filter((pin) => pin.time >= span.start && pin.time < span.end).map((pin) => ({ pin, x: pixelAt(span, width, pin.time) }));
  if (shown.length === 0) return;
  const y = box.top + PIN_RADIUS + 4;
  for (const { pin, x } of shown) {
    const path = new Path2D();
    addMark(path, pin.severity, x, y, PIN_RADIUS);
    context.fillStyle = theme.severity[pin.severity];
    context.fill(path);
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1.5;
    context.stroke(path);
  }
  context.font = theme.font;
  context.textBaseline = "middle";
  const texts = shown.map(({ pin }) => clipped(context, pin.title));
  const rows = Math.max(1, Math.floor((box.height - 8) / LABEL_ROW));
  const places = placeLabels(
    shown.map(({ x }, i) => ({ x, width: texts[i]?.width ?? 0 })),
    rows,
    PIN_RADIUS + 4,
    width
  );
  places.forEach((place2, i) => {
    if (!place2) return;
    const at = y + place2.row * LABEL_ROW;
    context.fillStyle = theme.background;
    context.globalAlpha = 0.8;
    context.fillRect(place2.x - 2, at - LABEL_ROW / 2, (texts[i]?.width ?? 0) + 4, LABEL_ROW);
    context.globalAlpha = 1;
    context.fillStyle = theme.foreground;
    context.fillText(texts[i]?.text ?? "", place2.x, at);
  });
}
var widths = /* @__PURE__ */ new Map();
function clipped(context, title) {
  const key = `${context.font} ${title}`;
  const known = widths.get(key);
  if (known) return known;
  let text = title;
  while (text.length > 1 && context.measureText(text).width > LONGEST_LABEL)
    text = `${text.slice(0, Math.floor(text.length * 0.85) - 1)}…`;
  const measured = { text, width: Math.ceil(context.measureText(text).width) };
  if (widths.size > 5e3) widths.clear();
  widths.set(key, measured);
  return measured;
}

// webviews/timeline/draw/paintTimeline.ts
var TimelinePainter = class {
  #scratch = [];
  paint(canvas, timeline, boxes, height, focused) {
    const { context, width, theme } = canvas;
    context.fillStyle = theme.background;
    context.fillRect(0, 0, width, height);
    this.#range(canvas, timeline, height);
    this.#grid(canvas, timeline, boxes, height);
    const counted2 = boxes.map((box, i) => this.#count(timeline, box, width, i));
    let most = 1;
    for (const { counts } of counted2) for (let x = 0; x < width; x++) most = Math.max(most, counts[x] ?? 0);
    boxes.forEach((box, i) => {
      const lane = timeline.lanes[box.lane];
      const laneCounts = counted2[i];
      if (!lane || !laneCounts) return;
      const share = timeline.pinsOf(lane).length > 0 ? 0.5 : 0.85;
      const barHeight = Math.floor(box.height * share);
      const band = { top: box.top + box.height - barHeight - 1, height: barHeight };
      paintObserved(canvas, timeline, box, laneCounts, most, band);
    });
    this.#selection(canvas, timeline, boxes);
    for (const box of boxes) paintPins(canvas, timeline, box);
    const focusedBox = boxes.find((box) => box.lane === focused);
    if (focusedBox) {
      context.strokeStyle = theme.focus;
      context.lineWidth = theme.highContrast ? 2 : 1;
      context.strokeRect(0.5, focusedBox.top + 0.5, width - 1, focusedBox.height - 1);
    }
    return { totals: new Map(boxes.map((box, i) => [box.lane, counted2[i]?.total ?? 0])) };
  }
  #count(timeline, box, width, slot) {
    const lane = timeline.lanes[box.lane];
    let counts = this.#scratch[slot];
    if (counts?.length !== width) counts = this.#scratch[slot] = new Uint32Array(width);
    return lane ? countLane(timeline, lane, width, counts) : { counts: counts.fill(0), total: 0 };
  }
  #grid({ context, width, theme }, timeline, boxes, height) {
    context.font = theme.font;
    context.textBaseline = "middle";
    context.lineWidth = 1;
    context.strokeStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 1 : 0.5;
    context.beginPath();
    const shown = ticks2(timeline.span, width, timeline.zone);
    for (const tick of shown) {
      const x = Math.round(pixelAt(timeline.span, width, tick.time)) + 0.5;
      context.moveTo(x, AXIS_HEIGHT - 5);
      context.lineTo(x, theme.highContrast ? AXIS_HEIGHT : height);
    }
    for (const box of boxes) {
      context.moveTo(0, box.top + 0.5);
      context.lineTo(width, box.top + 0.5);
    }
    context.stroke();
    context.globalAlpha = 1;
    context.fillStyle = theme.foreground;
    for (const tick of shown) {
      const x = pixelAt(timeline.span, width, tick.time);
      const half = context.measureText(tick.label).width / 2;
      if (x - half >= 0 && x + half <= width) context.fillText(tick.label, x - half, AXIS_HEIGHT / 2 - 2);
    }
  }
  #range({ context, width, theme }, timeline, height) {
    if (!timeline.range) return;
    const from = pixelAt(timeline.span, width, timeline.range.start);
    const to = pixelAt(timeline.span, width, timeline.range.end);
    context.fillStyle = theme.range;
    context.fillRect(from, AXIS_HEIGHT, to - from, height - AXIS_HEIGHT);
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    context.strokeRect(from + 0.5, AXIS_HEIGHT + 0.5, Math.max(1, to - from - 1), height - AXIS_HEIGHT - 1);
  }
  #selection({ context, width, theme }, timeline, boxes) {
    const { selection } = timeline;
    const time2 = timeline.selectedTime();
    if (!selection || time2 === null) return;
    const x = pixelAt(timeline.span, width, time2);
    context.strokeStyle = theme.selection;
    context.lineWidth = 2;
    const pin = selection.kind === "pin" ? timeline.curated.pins.find((p) => p.id === selection.id) : void 0;
    const box = boxes.find(
      (candidate) => selection.kind === "pin" ? timeline.lanes[candidate.lane]?.tactic === pin?.tactic : candidate.lane === selection.lane
    );
    if (!box) return;
    const last = selection.kind === "stretch" ? timeline.lanes[selection.lane]?.index.time[selection.to - 1] ?? time2 : time2;
    const to = pixelAt(timeline.span, width, last);
    context.strokeRect(x - REACH - 2, box.top + 2, Math.max(0, to - x) + 2 * REACH + 4, box.height - 4);
  }
};

// webviews/timeline/draw/theme.ts
function readTheme(element2) {
  const style = getComputedStyle(element2);
  const read = (name, fallback) => {
    const value2 = style.getPropertyValue(`--vscode-${name}`).trim();
    return value2 === "" ? fallback : value2;
  };
  const { classList } = document.body;
  const highContrast = classList.contains("vscode-high-contrast") || classList.contains("vscode-high-contrast-light");
  const foreground = read("editor-foreground", "#1f1f1f");
  return {
    foreground,
    muted: highContrast ? foreground : read("descriptionForeground", "#616161"),
    background: read("editor-background", "#ffffff"),
    line: highContrast ? read("contrastBorder", foreground) : read("editorWidget-border", "#c8c8c8"),
    density: highContrast ? foreground : read("charts-blue", "#1a85ff"),
    unmapped: highContrast ? foreground : read("disabledForeground", "#8a8a8a"),
    focus: read("focusBorder", "#005fb8"),
    selection: highContrast ? read("contrastActiveBorder", "#f38518") : read("focusBorder", "#005fb8"),
    range: read("editor-selectionBackground", "#add6ff80"),
    severity: {
      high: read("charts-red", "#e51400"),
      medium: read("charts-orange", "#bf8803"),
      low: read("charts-yellow", "#8a6d00"),
      informational: read("charts-blue", "#1a85ff")
    },
    font: `12px ${style.fontFamily === "" ? "sans-serif" : style.fontFamily}`,
    highContrast
  };
}

// webviews/timeline/view/picture.ts
var WHEEL_FACTOR = 1.0015;
var CLICK_REACH = 4;
var Picture = class {
  root;
  canvas;
  #timeline;
  #actions;
  #painter = new TimelinePainter();
  #theme = null;
  #boxes = [];
  #frame = 0;
  constructor(timeline, actions) {
    this.#timeline = timeline;
    this.#actions = actions;
    this.canvas = element("canvas", {
      attributes: {
        tabindex: "0",
        role: "application",
        "aria-label": "Timeline of events by tactic",
        "aria-describedby": "keys"
      }
    });
    this.root = element("div", { class: "picture" }, this.canvas);
    this.canvas.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.canvas.addEventListener("pointerdown", (event) => this.#press(event));
    this.canvas.addEventListener("pointermove", (event) => this.#hover(event));
    this.canvas.addEventListener("pointerleave", () => this.#actions.hover(null, { x: 0, y: 0 }));
    this.canvas.addEventListener("dblclick", (event) => timeline.zoom(this.#timeAt(event.offsetX), 0.25));
    for (const type of ["focus", "blur"]) this.canvas.addEventListener(type, () => this.refresh());
    new ResizeObserver(() => this.refresh()).observe(this.root);
    new MutationObserver(() => {
      this.#theme = null;
      this.refresh();
    }).observe(document.body, { attributeFilter: ["class", "style"] });
  }
  get theme() {
    this.#theme ??= readTheme(this.root);
    return this.#theme;
  }
  get boxes() {
    return this.#boxes;
  }
  get width() {
    return this.canvas.clientWidth;
  }
  /** Draws once before the next paint, however often it is called. */
  refresh() {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }
  paint() {
    const scroller = this.root.parentElement;
    const { boxes, height } = layOut(this.#timeline.shownLanes(), scroller?.clientHeight ?? 0);
    this.#boxes = boxes;
    const ratio = window.devicePixelRatio;
    const width = this.root.clientWidth;
    if (width === 0) return;
    const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
    if (this.canvas.width !== pixels.width || this.canvas.height !== pixels.height) {
      this.canvas.width = pixels.width;
      this.canvas.height = pixels.height;
      this.canvas.style.height = `${height}px`;
    }
    const context = this.canvas.getContext("2d", { alpha: false });
    if (!context) return;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const focused = document.activeElement === this.canvas ? this.#timeline.focusedLane : null;
    const frame = this.#painter.paint(
      { context, width, theme: this.theme },
      this.#timeline,
      boxes,
      height,
      focused
    );
    this.canvas.dataset["start"] = String(this.#timeline.span.start);
    this.canvas.dataset["end"] = String(this.#timeline.span.end);
    this.#actions.painted(frame, boxes);
  }
  #timeAt(x) {
    return timeAt(this.#timeline.span, this.width, x);
  }
  #hit(event) {
    const box = laneAt(this.#boxes, event.offsetY);
    return box ? hit(this.#timeline, box, event.offsetX, this.width) : null;
  }
  #wheel(event) {
    event.preventDefault();
    const { span } = this.#timeline;
    const sideways = event.shiftKey ? event.deltaY : event.deltaX;
    if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY))
      this.#timeline.pan(sideways / this.width * (span.end - span.start));
    else {
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const speed = event.ctrlKey ? 8 : 1;
      this.#timeline.zoom(this.#timeAt(event.offsetX), WHEEL_FACTOR ** (event.deltaY * lines * speed));
    }
  }
  /** A press on a lane drags the picture; with Shift, or on the axis, it marks a range; without moving, it opens. */
  #press(event) {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    const chosen = this.#hit(event);
    const startX = event.offsetX;
    const startTime = this.#timeAt(startX);
    const { span } = this.#timeline;
    const marks = event.shiftKey || event.offsetY < AXIS_HEIGHT;
    let moved = false;
    const done = new AbortController();
    const { signal } = done;
    const move = (next) => {
      moved ||= Math.abs(next.offsetX - startX) >= CLICK_REACH;
      if (!moved) return;
      if (marks) {
        const time2 = timeAt(span, this.width, next.offsetX);
        if (time2 !== startTime)
          this.#timeline.setRange({ start: Math.min(startTime, time2), end: Math.max(startTime, time2) });
      } else {
        this.#timeline.look(span);
        this.#timeline.pan((startX - next.offsetX) / this.width * (span.end - span.start));
      }
    };
    const end = () => {
      done.abort();
      if (moved) return;
      if (chosen) this.#actions.open(chosen);
      else {
        const box = laneAt(this.#boxes, event.offsetY);
        if (box) this.#timeline.focusLane(box.lane);
        if (marks) this.#timeline.setRange(null);
      }
    };
    this.canvas.addEventListener("pointermove", move, { signal });
    this.canvas.addEventListener("pointerup", end, { signal });
    this.canvas.addEventListener("pointercancel", () => done.abort(), { signal });
  }
  #hover(event) {
    if (event.buttons !== 0) return;
    const chosen = this.#hit(event);
    this.canvas.style.cursor = chosen ? "pointer" : event.offsetY < AXIS_HEIGHT ? "text" : "grab";
    this.#actions.hover(chosen, { x: event.offsetX, y: event.offsetY });
  }
};

// webviews/timeline/view/toolbar.ts
var Toolbar = class {
  root;
  #span = element("span", { class: "span", attributes: { "aria-live": "polite" } });
  #counts = element("span", { class: "counts" });
  #zone;
  #range;
  #timeline;
  constructor(timeline, actions) {
    this.#timeline = timeline;
    this.#zone = button("UTC", () => {
      timeline.setZone(timeline.zone === "utc" ? "local" : "utc");
      actions.zoneChanged();
    });
    this.#zone.title = "Show times in UTC or in local time";
    const list = button("List", () => actions.listToggled(press(list)), {
      title: "The same events as a list",
      attributes: { "aria-pressed": "false" }
    });
    const empty = button("Empty lanes", () => timeline.showEmptyLanes(press(empty)), {
      title: "Show tactics that have no event",
      attributes: { "aria-pressed": "false" }
    });
    this.#range = element(
      "span",
      { class: "range" },
      button("Query This Window", actions.rangeQueried),
      button("Clear", () => timeline.setRange(null))
    );
    const middle = () => timeline.selectedTime() ?? (timeline.span.start + timeline.span.end) / 2;
    this.root = element(
      "div",
      { class: "toolbar", attributes: { role: "toolbar", "aria-label": "Timeline" } },
      signButton("+", "Zoom in", () => timeline.zoom(middle(), 0.5)),
      signButton("−", "Zoom out", () => timeline.zoom(middle(), 2)),
      button("Everything", () => timeline.fit(), { title: "Show all of the time" }),
      this.#zone,
      list,
      empty,
      this.#range,
      this.#span,
      this.#counts
    );
  }
  update() {
    const { span, zone, range: range2, events, curated } = this.#timeline;
    setText2(this.#zone, zone === "utc" ? "UTC" : "Local");
    this.#range.hidden = range2 === null;
    const shown = range2 ?? span;
    const what = range2 ? "Marked: " : "";
    setText2(
      this.#span,
      `${what}${timeText(shown.start, zone).slice(0, 19)} – ${timeText(shown.end, zone).slice(0, 19)} ${zone === "utc" ? "UTC" : "local"} (${durationText(length(shown))})`
    );
    const undated = (events?.undated ?? 0) + curated.undated.length;
    setText2(
      this.#counts,
      [
        counted(events?.count ?? 0, "event"),
        counted(curated.pins.length + curated.undated.length, "pin"),
        ...undated > 0 ? [`${undated} without a time`] : []
      ].join(" · ")
    );
  }
};
function press(toggle) {
  const pressed = toggle.getAttribute("aria-pressed") !== "true";
  toggle.setAttribute("aria-pressed", String(pressed));
  return pressed;
}
function setText2(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

// webviews/timeline/app.ts
var TimelineApp = class {
  timeline;
  #send;
  #picture;
  #overview;
  #toolbar;
  #headers = new LaneHeaders();
  #footer = footer(KEYS_HELP);
  #tooltip = element("div", { class: "tooltip", attributes: { role: "tooltip" } });
  #panel = element("aside", {
    class: "panel",
    attributes: { "aria-label": "Details", tabindex: "-1" }
  });
  #list = element("section", { class: "list", attributes: { "aria-label": "Events as a list" } });
  #message = element("div", { class: "messages" });
  #body;
  #requests = 0;
  /** The request whose answer is awaited, and what it is about. */
  #awaited = null;
  #shown = null;
  #listShown = false;
  #isLoaded = false;
  constructor(root2, send) {
    this.#send = send;
    this.timeline = new Timeline(() => this.#changed());
    this.#picture = new Picture(this.timeline, {
      open: (selection) => this.#open(selection),
      hover: (selection, at) => this.#hover(selection, at),
      painted: (frame, boxes) => this.#painted(frame, boxes)
    });
    this.#overview = new Overview(this.timeline);
    this.#toolbar = new Toolbar(this.timeline, {
      zoneChanged: () => send({ type: "zone", zone: this.timeline.zone }),
      listToggled: (shown) => this.#toggleList(shown),
      rangeQueried: () => send({ type: "selectRange", range: this.timeline.range })
    });
    this.#picture.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#close();
    });
    this.#tooltip.hidden = this.#panel.hidden = this.#list.hidden = true;
    const lanes = element("div", { class: "scroller" }, this.#headers.root, this.#picture.root);
    lanes.append(this.#tooltip);
    this.#body = element(
      "main",
      {},
      element("div", { class: "chart" }, lanes, this.#overview.root, this.#list),
      this.#panel
    );
    root2.append(this.#toolbar.root, this.#message, this.#body, this.#footer.root);
    this.#state(loadingState("Waiting for the case"));
  }
  receive(message) {
    switch (message.type) {
      case "loading":
        if (!this.#isLoaded) this.#state(loadingState(message.what));
        break;
      case "observed":
        this.#isLoaded = true;
        this.#footer.setNotice(`ATT&CK Enterprise ${message.attack.version}. ${message.attack.notice}`);
        this.#closePanel();
        this.timeline.load(message.events, message.attack);
        break;
      case "curated":
        this.timeline.setCurated(message.events);
        this.#refreshPanel();
        break;
      case "details":
        this.#details(message.request, message.details, message.error);
        break;
      case "zone":
        this.timeline.setZone(message.zone);
        this.#refreshPanel();
        break;
      case "reveal":
        this.#open({ kind: "pin", id: message.id });
        break;
      case "failed":
        this.#state(failedState(message.message, message.next));
        break;
    }
  }
  /** A message that is not of the protocol: the two ends are of different versions. */
  receiveUnknown() {
    if (!this.#isLoaded)
      this.#state(
        failedState("The editor sent something that this page does not know.", ["Reload the window."])
      );
  }
  #changed() {
    if (!this.#isLoaded) return;
    if (this.timeline.isEmpty) {
      this.#state(emptyState((offer) => this.#send({ type: "offer", offer })));
      return;
    }
    this.#state(null);
    this.#toolbar.update();
    this.#picture.refresh();
  }
  #state(message) {
    const isSame = message === null && this.#message.hidden;
    if (isSame) return;
    this.#message.replaceChildren(...message ? [message] : []);
    this.#message.hidden = message === null;
    this.#body.hidden = this.#toolbar.root.hidden = this.#footer.root.hidden = message !== null;
  }
  #painted(frame, boxes) {
    this.#headers.update(this.timeline, frame, boxes);
    this.#overview.paint(this.#picture.theme);
    if (this.#listShown) this.#fillList();
  }
  #key(event) {
    const done = pressKey(event, this.timeline, {
      open: (selection) => this.#open(selection, true),
      close: () => this.#close(),
      pin: () => this.#pinSelected()
    });
    if (!done) return;
    event.preventDefault();
    const time2 = this.timeline.selectedTime();
    const lane = this.timeline.lanes[this.timeline.focusedLane];
    const what = this.timeline.selection && time2 !== null ? `, ${this.#words(this.timeline.selection)}` : "";
    this.#picture.canvas.setAttribute("aria-label", `Timeline, ${lane?.name ?? ""}${what}`);
  }
  #open(selection, toPanel = false) {
    this.timeline.select(selection);
    const target = this.timeline.target(selection);
    if (target) {
      const request = ++this.#requests;
      this.#awaited = { request, target };
      this.#send({ type: "requestDetails", request, target });
      this.#showPanel([
        heading(this.#words(selection), { close: () => this.#close() }),
        loadingState("Reading the event")
      ]);
    } else if (selection.kind === "stretch") {
      this.#awaited = null;
      this.#shown = null;
      this.#showPanel(this.#stretch(selection));
    }
    if (toPanel) this.#panel.focus();
  }
  #stretch(selection) {
    const { lane, from, to } = selection;
    const time2 = this.timeline.lanes[lane]?.index.time;
    const start = time2?.[from] ?? 0;
    const end = time2?.[to - 1] ?? start;
    return [
      heading(this.#words(selection), { close: () => this.#close() }),
      element(
        "p",
        { class: "when" },
        `${timeText(start, this.timeline.zone)} to ${timeText(end, this.timeline.zone)}`
      ),
      element(
        "div",
        { class: "actions" },
        ...end > start ? [
          button(
            "Zoom to These",
            () => {
              const air = Math.max(1, (end - start) * 0.1);
              this.timeline.look({ start: start - air, end: end + air });
            },
            { class: "primary" }
          )
        ] : []
      ),
      stretchList(this.timeline, lane, from, to, (chosen) => this.#open(chosen, true))
    ];
  }
  #details(request, details, error) {
    if (this.#awaited?.request !== request) return;
    const { target } = this.#awaited;
    this.#awaited = null;
    if (!details) {
      this.#shown = null;
      this.#showPanel([
        heading("This event could not be read", { close: () => this.#close() }),
        element("p", { attributes: { role: "alert" } }, error)
      ]);
      return;
    }
    this.#shown = { details, target };
    this.#refreshPanel();
  }
  #refreshPanel() {
    if (!this.#shown) return;
    const { details, target } = this.#shown;
    const actions = {
      close: () => this.#close(),
      pin: () => this.#send({ type: "pin", target }),
      unpin: (id) => this.#send({ type: "unpin", id }),
      openQuery: (query) => this.#send({ type: "openQuery", query }),
      copy: (text) => this.#send({ type: "copy", text })
    };
    const focused = this.#panel.contains(document.activeElement);
    this.#showPanel(detailsPanel(details, this.timeline.attack, this.timeline.zone, actions));
    if (focused) this.#panel.focus();
  }
  #showPanel(children) {
    this.#panel.replaceChildren(...children);
    this.#panel.hidden = false;
  }
  #closePanel() {
    this.#panel.hidden = true;
    this.#shown = null;
    this.#awaited = null;
  }
  #close() {
    this.#closePanel();
    this.timeline.select(null);
    this.#picture.canvas.focus();
  }
  #pinSelected() {
    const target = this.timeline.target();
    if (target?.kind === "observed") this.#send({ type: "pin", target });
  }
  #toggleList(shown) {
    this.#listShown = shown;
    this.#list.hidden = !shown;
    if (shown) this.#fillList();
  }
  #filledFor = "";
  #fillList() {
    const { span, zone, curated, events } = this.timeline;
    const key = [
      span.start,
      span.end,
      zone,
      events?.handle,
      curated.pins.map((pin) => pin.id).join(" ")
    ].join("|");
    if (key === this.#filledFor) return;
    this.#filledFor = key;
    this.#list.replaceChildren(...eventList(this.timeline, (selection) => this.#open(selection, true)));
  }
  #hover(selection, at) {
    this.#tooltip.hidden = selection === null;
    if (!selection) return;
    this.#tooltip.textContent = this.#words(selection);
    const left = this.#picture.root.offsetLeft + at.x;
    const room = this.#picture.root.parentElement?.clientWidth ?? 0;
    this.#tooltip.style.left = `${Math.max(0, Math.min(left + 12, room - 330))}px`;
    this.#tooltip.style.top = `${at.y + 16}px`;
  }
  #words(selection) {
    const { zone, lanes, curated } = this.timeline;
    if (selection.kind === "pin") {
      const pin = curated.pins.find(({ id }) => id === selection.id);
      if (pin) return `${timeText(pin.time, zone)} ${pin.title}`;
      return this.timeline.curatedEvent(selection.id)?.title ?? "Pinned event";
    }
    const lane = lanes[selection.lane];
    if (!lane) return "";
    if (selection.kind === "stretch")
      return `${counted(selection.to - selection.from, "event")} of ${lane.name}`;
    const rule = this.timeline.ruleAt(lane, selection.at);
    const when = timeText(lane.index.time[selection.at] ?? 0, zone);
    const table = this.timeline.tableAt(lane, selection.at);
    return `${when} ${rule ? `${rule.technique} ${rule.title}`.trim() : "event"} (${table})`;
  }
};

// webviews/timeline/main.ts
var root = document.getElementById("app");
if (!root) throw new Error("The page has no #app");
var host = new Host(parseToTimeline);
var app = new TimelineApp(root, (message) => host.send(message));
host.listen(
  (message) => app.receive(message),
  () => app.receiveUnknown()
);
host.send({ type: "ready" });
//# sourceMappingURL=timeline.js.map
