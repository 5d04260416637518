/**
 * The shop's single-page part. Three views, each with a path of its own:
 * /windowsill/ asks for the window, /windowsill/{facing} for the plants, /windowsill/{facing}/care says how they live.
 * Views change by pushState and popstate; the pixel in the page needs to be told nothing.
 */
(() => {
  const FACINGS = {
    north: { name: 'North', light: 'cool, even light', plants: ['fern', 'snake-plant', 'pilea'] },
    east: { name: 'East', light: 'an hour of gentle morning sun', plants: ['monstera', 'pilea', 'fern', 'snake-plant'] },
    south: { name: 'South', light: 'sun for most of the day', plants: ['cactus', 'string-of-pearls', 'snake-plant'] },
    west: { name: 'West', light: 'long golden evenings', plants: ['monstera', 'string-of-pearls', 'pilea', 'cactus'] },
  };
  const MOST = 3;
  const shop = new URL('..', document.currentScript.src).pathname;
  const root = `${shop}windowsill/`;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const chosen = new Set();
  let plants = [];

  /** Where the address bar says we are. Paths of no view are the first view. */
  function here() {
    const [facing, view] = location.pathname.slice(root.length).split('/');
    return FACINGS[facing] ? { facing, view: view === 'care' ? 'care' : 'plants' } : { facing: null, view: 'window' };
  }

  function titleOf({ facing, view }) {
    const name = facing ? FACINGS[facing].name : '';
    return {
      window: 'Plan a windowsill',
      plants: `Plants for a window facing ${name.toLowerCase()}`,
      care: `Looking after a windowsill facing ${name.toLowerCase()}`,
    }[view];
  }

  function element(name, properties = {}, ...children) {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  }

  function go(path) {
    history.pushState(null, '', path);
    show();
    find('heading').focus({ preventScroll: true });
  }

  /** A link that changes the view without a page load, unless a modifier key asks for a new tab. */
  function link(path, className, ...children) {
    const node = element('a', { href: path, className }, ...children);
    node.addEventListener('click', (event) => {
      if (!event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
        event.preventDefault();
        go(path);
      }
    });
    return node;
  }

  function choices(...nodes) {
    return element('ul', { className: 'choices' }, ...nodes.map((node) => element('li', {}, node)));
  }

  function windowChoices() {
    return choices(
      ...Object.entries(FACINGS).map(([facing, { name, light }]) =>
        link(
          root + facing,
          'choice',
          element('span', {}, element('b', { textContent: name }), element('small', { textContent: light })),
        ),
      ),
    );
  }

  function plantChoices(facing) {
    return choices(...suiting(facing).map((plant) => plantChoice(plant)));
  }

  function plantChoice(plant) {
    const button = element(
      'button',
      { type: 'button', className: 'choice' },
      element('img', { src: `${shop}assets/plants/${plant.slug}.svg`, alt: '', width: 40, height: 47 }),
      element('span', {}, element('b', { textContent: plant.name }), element('small', { textContent: plant.origin })),
    );
    button.setAttribute('aria-pressed', String(chosen.has(plant.slug)));
    button.addEventListener('click', () => {
      if (!chosen.delete(plant.slug) && chosen.size < MOST) {
        chosen.add(plant.slug);
      }
      button.setAttribute('aria-pressed', String(chosen.has(plant.slug)));
      showSill();
    });
    return button;
  }

  function care() {
    return element(
      'ul',
      { className: 'care' },
      ...onSill().map((plant) =>
        element('li', {}, element('b', { textContent: plant.name }), element('span', { textContent: plant.water })),
      ),
    );
  }

  const suiting = (facing) => FACINGS[facing].plants.map((slug) => plants.find((plant) => plant.slug === slug));
  const onSill = () => plants.filter((plant) => chosen.has(plant.slug));

  function showSill() {
    const sill = find('sill');
    for (const image of [...sill.children]) {
      if (!chosen.has(image.dataset.slug)) {
        image.remove();
      }
    }
    for (const { slug } of onSill()) {
      if (!sill.querySelector(`[data-slug="${slug}"]`)) {
        const image = element('img', { src: `${shop}assets/plants/${slug}.svg`, alt: '', width: 240, height: 280 });
        image.dataset.slug = slug;
        sill.append(image);
      }
    }
  }

  function settle({ facing, view }) {
    const suits = facing ? FACINGS[facing].plants : [];
    for (const slug of [...chosen]) {
      if (!suits.includes(slug)) {
        chosen.delete(slug);
      }
    }
    if (facing && chosen.size === 0) {
      suits.slice(0, view === 'care' ? MOST : 1).forEach((slug) => chosen.add(slug));
    }
  }

  const VIEWS = {
    window: () => ({
      step: 'One of three',
      lead: 'Which way does it face? Everything else follows from that.',
      body: windowChoices(),
      actions: [],
    }),
    plants: ({ facing }) => ({
      step: 'Two of three',
      lead: `You get ${FACINGS[facing].light}. These like it; choose up to three.`,
      body: plantChoices(facing),
      actions: [link(`${root}${facing}/care`, 'button', 'How do I keep them?'), link(root, 'button quiet', 'Another window')],
    }),
    care: ({ facing }) => ({
      step: 'Three of three',
      lead: 'Less is more. Most house plants die of kindness.',
      body: care(),
      actions: [link(root + facing, 'button', 'Change the plants'), link(root, 'button quiet', 'Another window')],
    }),
  };

  function show() {
    const place = here();
    settle(place);
    const { step, lead, body, actions } = VIEWS[place.view](place);
    document.title = `${titleOf(place)} | Fernweh`;
    document.querySelector('.window').dataset.facing = place.facing ?? 'none';
    find('step').textContent = step;
    find('heading').textContent = titleOf(place);
    find('lead').textContent = lead;
    find('choices').replaceChildren(body);
    find('actions').replaceChildren(...actions);
    showSill();
  }

  // The page's links are relative, and a view may lie deeper than the page they were written for.
  for (const link of document.links) {
    link.href = link.href;
  }

  document.title = `${titleOf(here())} | Fernweh`;
  addEventListener('popstate', show);
  fetch(`${shop}assets/plants.json`)
    .then((response) => response.json())
    .then((list) => {
      plants = list;
      show();
    });
})();
