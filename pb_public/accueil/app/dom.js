// @ts-check
/** The few things every module of the page asks of the document. */

/**
 * An element that the page always has.
 * @template {HTMLElement} T
 * @param {string} id
 * @returns {T}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id} in the page`);
  return /** @type {T} */ (found);
}

/**
 * A new element with a class, text and attributes.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} className
 * @param {string} text
 * @param {Record<string, string>} [attributes]
 * @returns {HTMLElementTagNameMap[K]}
 */
export function make(tag, className, text, attributes = {}) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * A button of the page.
 * @param {string} className
 * @param {string} text
 * @param {() => void} act
 */
export function button(className, text, act) {
  const element = make('button', className, text, { type: 'button' });
  element.addEventListener('click', act);
  return element;
}

/**
 * A button among the « Autres gestes ».
 * @param {string} text
 * @param {() => void} act
 */
export function extra(text, act) {
  const element = button('btn quiet', text, act);
  byId('extra-ways').append(element);
  byId('extra').hidden = false;
  return element;
}

/** When what was just drawn is on the screen; at once on a page that nobody sees. @returns {Promise<void>} */
export const painted = () => new Promise((then) => {
  if (document.hidden) return then();
  const late = setTimeout(then, 100);
  requestAnimationFrame(() => setTimeout(() => { clearTimeout(late); then(); }));
});
