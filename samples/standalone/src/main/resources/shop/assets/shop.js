/** What every page needs: the cart, which lives in this browser alone. */
(() => {
  const KEY = 'fernweh.cart';

  /** The shop's own path, with a slash at its end: not always the host's root. */
  const root = new URL('..', document.currentScript.src).pathname;

  /** Plant slugs to how many of each. */
  function read() {
    try {
      return JSON.parse(localStorage.getItem(KEY)) ?? {};
    } catch {
      return {};
    }
  }

  function write(cart) {
    try {
      localStorage.setItem(KEY, JSON.stringify(cart));
    } catch {
      // Storage is full or forbidden: the cart lasts as long as the page.
    }
    showCount(cart);
  }

  function showCount(cart) {
    const count = Object.values(cart).reduce((sum, n) => sum + n, 0);
    const badge = document.querySelector('[data-cart-count]');
    badge.textContent = String(count);
    badge.hidden = count === 0;
  }

  function say(text) {
    const place = document.querySelector('[data-said]');
    if (place) {
      place.textContent = text;
    }
  }

  const euros = (cents) => '€ ' + (cents / 100).toFixed(2);

  async function showCart() {
    const list = document.querySelector('[data-cart-lines]');
    const cart = read();
    const plants = await (await fetch(`${root}assets/plants.json`)).json();
    const chosen = plants.filter((plant) => cart[plant.slug] > 0);
    list.replaceChildren(...chosen.map((plant) => line(plant, cart[plant.slug])));
    list.hidden = chosen.length === 0;
    document.querySelector('[data-cart-empty]').hidden = chosen.length > 0;
    const total = document.querySelector('[data-cart-total]');
    total.hidden = chosen.length === 0;
    total.replaceChildren(
      Object.assign(document.createElement('span'), { textContent: 'Together' }),
      Object.assign(document.createElement('span'), {
        textContent: euros(chosen.reduce((sum, plant) => sum + plant.cents * cart[plant.slug], 0)),
      }),
    );
  }

  function line(plant, count) {
    const item = document.querySelector('#line').content.firstElementChild.cloneNode(true);
    item.querySelector('img').src = `${root}assets/plants/${plant.slug}.svg`;
    item.querySelector('a').href = `${root}plants/${plant.slug}`;
    item.querySelector('a').textContent = plant.name;
    item.querySelector('.line-count').textContent = count === 1 ? 'one of them' : `${count} of them`;
    item.querySelector('.price').textContent = euros(plant.cents * count);
    const remove = item.querySelector('.remove');
    remove.setAttribute('aria-label', `Remove ${plant.name}`);
    remove.addEventListener('click', () => {
      const cart = read();
      delete cart[plant.slug];
      write(cart);
      say(`${plant.name} went back on the shelf.`);
      showCart();
    });
    return item;
  }

  document.querySelector('[data-add]')?.addEventListener('click', (event) => {
    const slug = event.currentTarget.dataset.add;
    const cart = read();
    cart[slug] = (cart[slug] ?? 0) + 1;
    write(cart);
    say('In the cart. It is not going anywhere, and neither is the plant.');
    window.livevisitors?.track?.('add_to_cart', { plant: slug });
  });

  for (const link of document.querySelectorAll('.top nav a')) {
    const path = new URL(link.href).pathname;
    if (location.pathname === path || (path.endsWith('/') && location.pathname.startsWith(path))) {
      link.setAttribute('aria-current', 'page');
    }
  }

  showCount(read());
  addEventListener('storage', () => showCount(read()));
  if (document.querySelector('[data-cart]')) {
    showCart();
  }
})();
