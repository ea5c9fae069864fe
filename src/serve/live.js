// Loads the page again when the site has changed, and shows what is wrong with it. Only the dev server adds this script.
(() => {
  'use strict';
  const shown = document.currentScript.dataset.generation;
  const dismissedKey = 'chancery-dismissed';
  let source = null;
  let panel = null;
  let latest = '';

  function connect() {
    let lost = false;
    source = new EventSource('/__chancery/events');
    source.addEventListener('error', () => { lost = true; });
    source.addEventListener('open', () => {
      // The server was away and may be another one now.
      if (lost) location.reload();
    });
    source.addEventListener('generation', (event) => {
      if (event.data !== shown) location.reload();
    });
    source.addEventListener('reload', () => location.reload());
    source.addEventListener('diagnostics', (event) => {
      latest = event.data;
      draw(JSON.parse(event.data));
    });
  }

  // Browsers allow few connections to one server; a page that nobody looks at gives its own back.
  function follow() {
    if (document.visibilityState === 'hidden') {
      if (source) source.close();
      source = null;
    } else if (!source) {
      connect();
    }
  }

  function make(tag, properties, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  function counted(number, name) {
    return number === 0 ? [] : [`${number} ${name}${number === 1 ? '' : 's'}`];
  }

  function drawFault(fault) {
    const [heading, ...lines] = fault.text.split('\n');
    const item = make('li', { className: fault.severity }, make('h3', {}, heading));
    if (lines.length > 0) item.append(make('pre', {}, lines.join('\n')));
    return item;
  }

  function dismiss() {
    if (!panel) return;
    panel.remove();
    panel = null;
    // What is dismissed stays so until something else is wrong.
    sessionStorage.setItem(dismissedKey, latest);
  }

  function draw(report) {
    if (panel) panel.remove();
    panel = null;
    if (report.faults.length === 0) {
      sessionStorage.removeItem(dismissedKey);
      return;
    }
    if (sessionStorage.getItem(dismissedKey) === latest) return;
    const errors = report.faults.filter((fault) => fault.severity === 'error');
    const others = report.faults.filter((fault) => fault.severity !== 'error');
    const lesser = [...counted(report.warnings, 'warning'), ...counted(report.notes, 'note')].join(', ');

    const title = make('h2', { id: 'title' }, [...counted(report.errors, 'error'), lesser].filter(Boolean).join(', '));
    // An alert speaks as soon as it is there; warnings alone need not interrupt.
    title.setAttribute('role', report.errors > 0 ? 'alert' : 'status');
    const close = make('button', { type: 'button' }, 'Close (Esc)');
    close.addEventListener('click', dismiss);
    const list = make('div', { className: 'list', tabIndex: 0 });
    list.setAttribute('role', 'group');
    list.setAttribute('aria-labelledby', 'title');
    if (errors.length > 0) list.append(make('ul', {}, ...errors.map(drawFault)));
    if (others.length > 0) {
      list.append(make('details', {}, make('summary', {}, lesser), make('ul', {}, ...others.map(drawFault))));
    }
    if (report.more > 0) list.append(make('p', {}, `${report.more} more in the terminal`));

    const dialog = make('section', { className: report.errors > 0 ? 'dialog' : 'dialog quiet', tabIndex: -1, lang: 'en', dir: 'ltr' },
      make('header', {}, title, close), list);
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'false');
    dialog.setAttribute('aria-labelledby', 'title');
    // A tree of its own: the site's style does not reach in, nor ours out.
    panel = document.createElement('chancery-diagnostics');
    panel.attachShadow({ mode: 'open' }).append(make('link', { rel: 'stylesheet', href: '/__chancery/live.css' }), dialog);
    document.body.append(panel);
  }

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') dismiss();
  });
  document.addEventListener('visibilitychange', follow);
  follow();
})();
