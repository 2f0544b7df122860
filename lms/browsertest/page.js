// What a person sees of a page: its text, its parts, and its controls by their words. Every verb gives {value}, or
// {problem} with a sentence when the page is not (yet) so.
self.vatra = (() => {
  const PARTS = 'section,article,form,fieldset,li,tr,dialog,details,table,aside,figure,dd,' +
    '[role=region],[role=group],[role=radiogroup],[role=listitem],[role=dialog],[role=status],[role=alert]';
  const LANDMARKS = { main: 'main', header: 'header', footer: 'footer', nav: 'nav' };
  const CLICKABLE = 'a[href],button,summary,input[type=submit],input[type=button],input[type=reset],input[type=image],' +
    '[role=button],[role=link],[role=tab],[role=menuitem]';
  const WRITABLE = 'input:not([type=radio]):not([type=checkbox]):not([type=submit]):not([type=button])' +
    ':not([type=reset]):not([type=image]):not([type=file]):not([type=hidden]),textarea,[contenteditable=""],' +
    '[contenteditable=true],[role=textbox]';
  const KINDS = {
    click: [CLICKABLE, 'link or button'],
    fill: [WRITABLE, 'field'],
    radio: ['input[type=radio],[role=radio]', 'choice'],
    check: ['input[type=checkbox],[role=checkbox],[role=switch]', 'check box'],
    select: ['select', 'list'],
    file: ['input[type=file]', 'file field'],
    any: ['input:not([type=hidden]),textarea,select,[role=checkbox],[role=radio],[role=textbox]', 'control'],
  };
  let found = null;

  class Problem extends Error {}
  const plain = (text) => (text || '').replace(/[\u00ad\u200b]/g, '').replace(/\s+/g, ' ').trim();
  const seen = (el) => el.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: false }) &&
    el.getClientRects().length > 0;

  const inlines = new WeakMap();
  const isInline = (el) => {
    if (!inlines.has(el)) inlines.set(el, /^(inline|contents|ruby)/.test(getComputedStyle(el).display));
    return inlines.get(el);
  };
  const blockOf = (node) => {
    let el = node.parentElement;
    while (el && isInline(el)) el = el.parentElement;
    return el;
  };

  // text is what is shown inside an element, one line a block.
  function text(root) {
    const lines = [];
    let line = '', block = null;
    const end = () => { if (plain(line)) lines.push(plain(line)); line = ''; };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      if (/^(script|style|template|textarea|select|datalist|title)$/i.test(node.localName)) return NodeFilter.FILTER_REJECT;
      if (getComputedStyle(node).display === 'none') return NodeFilter.FILTER_REJECT;
      return NodeFilter.FILTER_ACCEPT;
    });
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const words = node.nodeType === Node.TEXT_NODE ? node.data
        : node.matches('input[type=submit],input[type=button],input[type=reset]') ? node.value : null;
      if (words === null) {
        if (node.localName === 'br') end();
        continue;
      }
      const holder = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (!words.trim()) { line += words && ' '; continue; }
      if (!seen(holder) && getComputedStyle(holder).display !== 'contents') continue;
      const its = blockOf(node);
      if (its !== block) { end(); block = its; }
      line += words;
    }
    end();
    return lines.join('\n');
  }

  // words is an element's own text as a name: hidden parts stay out, text for screen readers alone stays in.
  function words(el) {
    let all = '';
    for (const node of el.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) all += node.data;
      if (node.nodeType !== Node.ELEMENT_NODE) continue;
      if (/^(select|textarea|script|style|template)$/i.test(node.localName)) continue;
      if (node.getAttribute('aria-hidden') === 'true' || node.hidden || getComputedStyle(node).display === 'none') continue;
      const label = node.getAttribute('aria-label') || (node.localName === 'img' ? node.alt : '');
      const inner = label || (node.localName === 'svg' ? node.querySelector('title')?.textContent : words(node));
      all += isInline(node) ? inner || '' : ' ' + (inner || '') + ' ';
    }
    return all;
  }

  // names are what a person may call a control; the first is its accessible name.
  function names(el) {
    const all = [];
    const by = el.getAttribute('aria-labelledby');
    if (by) all.push(by.split(/\s+/).map((id) => document.getElementById(id)).filter(Boolean).map(words).join(' '));
    if (el.getAttribute('aria-label')) all.push(el.getAttribute('aria-label'));
    if (el.labels) all.push(...[...el.labels].map(words));
    if (el.matches('input[type=submit],input[type=button],input[type=reset]')) all.push(el.value);
    if (el.matches('input[type=image]')) all.push(el.alt);
    if (el.matches(CLICKABLE) || el.matches('[role]')) all.push(words(el));
    const said = all.map(plain).filter(Boolean);
    return said.length || !el.getAttribute("title") ? said : [plain(el.getAttribute("title"))];
  }

  // partName is what a part of the page is headed with.
  function partName(el) {
    const head = el.querySelector(':scope > legend, :scope > caption, :scope > summary, :scope > h1, :scope > h2, ' +
      ':scope > h3, :scope > h4, :scope > h5, :scope > header, :scope > th');
    return [...names(el), head ? plain(words(head)) : ''].filter(Boolean);
  }

  const bare = (name) => name.toLowerCase().replace(/\s*\([^)]*\)$/, '').replace(/[\s:*.…]+$/, '');
  const TIERS = [
    (name, want) => name === want,
    (name, want) => bare(name) === bare(want),
    (name, want) => name.toLowerCase().startsWith(want.toLowerCase()),
    (name, want) => name.toLowerCase().includes(want.toLowerCase()),
  ];

  // best gives those that fit the words best: exactly, but for case and a colon, by their beginning, or by a part.
  function best(elements, namesOf, want) {
    const named = elements.map((el) => [el, namesOf(el)]);
    for (const tier of TIERS) {
      const fits = named.filter(([, all]) => all.some((name) => tier(name, want))).map(([el]) => el);
      if (fits.length) return fits;
    }
    return [];
  }

  const quote = (s) => '“' + s + '”';
  function describe(el) {
    const kind = el.localName + (el.type && el.localName === 'input' ? '[' + el.type + ']' : '');
    return kind + ' ' + quote(names(el)[0] || partName(el)[0] || plain(el.textContent).slice(0, 60));
  }

  // one settles which of several a person means: what is in the main part before what is in the page's frame.
  function one(elements, what, want) {
    if (elements.length > 1) {
      const main = elements.filter((el) => el.closest('main,[role=main],dialog[open]'));
      if (main.length) elements = main;
    }
    const targets = new Set(elements.map((el) => (el.localName === 'a' ? el.href : el)));
    if (targets.size > 1) {
      throw new Problem('there are ' + elements.length + ' of ' + what + ' ' + quote(want) + ': ' +
        elements.slice(0, 8).map(describe).join(', ') + '; say which with In');
    }
    return elements[0];
  }

  function part(root, want) {
    if (LANDMARKS[want]) {
      const el = root.querySelector(LANDMARKS[want]);
      if (el && seen(el)) return el;
    }
    const parts = [...root.querySelectorAll(PARTS)].filter(seen);
    const having = parts.filter((el) => partName(el).some((name) => name.includes(want)) || plain(text(el)).includes(want));
    const smallest = having.filter((el) => !having.some((other) => other !== el && el.contains(other)));
    if (!smallest.length) throw new Problem('no part of the page has ' + quote(want));
    const headed = best(smallest, partName, want);
    return one(headed.length ? headed : smallest, 'part', want);
  }

  const scope = (scopes) => (scopes || []).reduce((root, want) => part(root, plain(want)), document);

  // reachable is whether a person can get at a control: itself, or by a label of it.
  const reachable = (el) => seen(el) || [...(el.labels || [])].some(seen);

  function find(kind, want, scopes) {
    want = plain(want);
    const [selector, what] = KINDS[kind];
    const root = scope(scopes);
    const all = [...root.querySelectorAll(selector)];
    if (root.matches?.(selector)) all.unshift(root);
    const fits = best(all.filter(reachable), names, want);
    if (!fits.length) {
      if (best(all, names, want).length) throw new Problem('the ' + what + ' ' + quote(want) + ' is there, but hidden');
      const offers = all.filter(reachable).map((el) => names(el)[0]).filter(Boolean);
      throw new Problem('there is no ' + what + ' ' + quote(want) +
        (offers.length ? '; there is ' + [...new Set(offers)].slice(0, 20).map(quote).join(', ') : ''));
    }
    const open = fits.filter((el) => !el.matches(':disabled,[aria-disabled=true]'));
    if (!open.length && kind !== 'any') throw new Problem('the ' + what + ' ' + quote(want) + ' is disabled');
    found = one(open.length ? open : fits, what, want);
    return state();
  }

  function state() {
    if (!found || !found.isConnected) throw new Problem('what was found is gone');
    return {
      what: describe(found),
      type: found.localName === 'input' ? found.type : found.localName,
      value: found.value ?? plain(found.textContent),
      checked: found.matches(':checked') || found.getAttribute('aria-checked') === 'true',
      readOnly: !!found.readOnly,
    };
  }

  // aim scrolls to what was found and gives a point where a click meets it, or a label of it.
  function aim() {
    state();
    const meets = (el, x, y) => {
      const top = document.elementFromPoint(x, y);
      if (!top) return false;
      if (top === el || el.contains(top)) return el === found || !top.closest('a[href],button');
      return top.closest('label')?.control === found;
    };
    let cover = null;
    for (const el of [found, ...(found.labels || [])]) {
      if (!seen(el)) continue;
      el.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      for (const r of el.getClientRects()) {
        const points = [[r.left + r.width / 2, r.top + r.height / 2], [r.left + Math.min(6, r.width / 2), r.top + r.height / 2]];
        for (const [x, y] of points) {
          if (meets(el, x, y)) return { x, y };
          cover = document.elementFromPoint(x, y) || cover;
        }
      }
    }
    throw new Problem(describe(found) + ' cannot be clicked: ' + (cover ? describe(cover) + ' is in front of it' : 'it is not on the screen'));
  }

  function tell() {
    found.dispatchEvent(new Event('input', { bubbles: true }));
    found.dispatchEvent(new Event('change', { bubbles: true }));
  }

  const verbs = {
    find, state,
    // reach finds a control and the point where a click meets it.
    reach: (kind, want, scopes) => ({ ...find(kind, want, scopes), ...aim() }),
    text: (scopes) => text(scopes ? scope(scopes) : document.body || document.documentElement),
    title: () => document.title,
    resolve: (path) => new URL(path, location.href).href,
    size: () => ({
      width: document.documentElement.clientWidth,
      height: Math.max(document.documentElement.scrollHeight, document.body?.scrollHeight || 0),
    }),
    // selectAll readies a field for typing over.
    selectAll: () => {
      found.focus();
      if (found.select) found.select();
      else getSelection().selectAllChildren(found);
    },
    // set is for fields that no two browsers let one type into alike: dates, times, colours, ranges.
    set: (value) => { found.focus(); found.value = value; tell(); return found.value; },
    pick: (want) => {
      const fits = best([...found.options].filter((o) => !o.disabled), (o) => [plain(o.label)], plain(want));
      if (!fits.length) {
        throw new Problem(describe(found) + ' has no ' + quote(want) + '; it has ' +
          [...found.options].map((o) => quote(plain(o.label))).join(', '));
      }
      found.focus();
      if (found.multiple) fits[0].selected = true; else found.value = fits[0].value;
      tell();
    },
    picked: () => [...found.selectedOptions].map((o) => plain(o.label)).join(', '),
    focused: () => {
      const el = document.activeElement;
      return !el || el === document.body ? '' : names(el)[0] || partName(el)[0] || plain(words(el)).slice(0, 80);
    },
    icons: () => [...document.querySelectorAll('link[rel~=icon]')].map((el) => el.href),
    // overflow names what sticks out of a page that scrolls sideways.
    overflow: () => {
      const width = document.documentElement.clientWidth;
      if (document.scrollingElement.scrollWidth <= width) return [];
      const held = (el) => {
        for (let up = el.parentElement; up && up !== document.documentElement && up !== document.body; up = up.parentElement) {
          if (getComputedStyle(up).overflowX !== 'visible') return true;
        }
        return false;
      };
      const out = [...document.body.querySelectorAll('*')].filter((el) =>
        seen(el) && el.getBoundingClientRect().right + scrollX > width + 0.5 && !held(el));
      const deepest = out.filter((el) => !out.some((other) => other !== el && el.contains(other)));
      return ['the page is ' + document.scrollingElement.scrollWidth + ' px wide in a window of ' + width,
        ...deepest.slice(0, 8).map((el) => describe(el) + ' ends at ' + Math.round(el.getBoundingClientRect().right + scrollX))];
    },
    viewport: () => ({ width: innerWidth, meta: document.querySelector('meta[name=viewport]')?.content || '' }),
  };

  const wrapped = Object.fromEntries(Object.entries(verbs).map(([name, verb]) => [name, (...args) => {
    try {
      return { value: verb(...args) ?? null };
    } catch (problem) {
      if (problem instanceof Problem) return { problem: problem.message };
      throw problem;
    }
  }]));
  return { ...wrapped, handle: () => found };
})();
