const entities = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escape = (text) => text.replace(/[&<>"']/g, (sign) => entities[sign]);

const clock = () => new Date().toLocaleTimeString('en-GB', { timeZone: 'UTC' });

/** HTML for the chat window; undefined for what the page's form would never send. */
export function answer(text) {
  let fields;
  try {
    fields = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof fields?.message !== 'string') return undefined;
  return `<div id="chat-window" hx-swap-oob="beforeend"><p>${clock()} You said: ${escape(fields.message)}</p></div>`;
}
