/**
 * The page of `npm run dev`: news as they come, by server-sent events. It loads nothing from elsewhere, and puts every text in as
 * text, never as HTML. `nonce`: only what bears it may run.
 */
export function page(nonce: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Gatetrail: local cloud</title>
<style nonce="${nonce}">
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2530; background: #fff }
  dl { display: flex; flex-wrap: wrap; gap: .5rem 2rem; margin: 1rem 0 } dt { color: #5a6672 } dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums }
  ol { list-style: none; padding: 0 } li { border-left: .35rem solid #c3ccd5; margin: .6rem 0; padding: .2rem .8rem; overflow-wrap: anywhere }
  li.critical { border-color: #b3123a } li.high { border-color: #d9541e } li.medium { border-color: #c28a00 } li.low { border-color: #3c7dc4 }
  li.step { border-color: transparent; color: #5a6672 } b { display: block } small { text-transform: uppercase; letter-spacing: .05em }
  @media (prefers-color-scheme: dark) { body { color: #e4e9ee; background: #12181f } dt, li.step { color: #93a1b0 } }
</style>
<h1>Gatetrail: local cloud</h1>
<p id="state" role="status">connecting</p>
<dl id="counts"></dl>
<ol id="news" reversed></ol>
<script nonce="${nonce}">
  const at = (id) => document.getElementById(id);
  const made = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const source = new EventSource('/events');
  source.onopen = () => { at('state').textContent = 'running'; at('news').replaceChildren(); };
  source.onerror = () => { at('state').textContent = 'stopped'; };
  source.addEventListener('counts', ({ data }) => {
    at('counts').replaceChildren(...Object.entries(JSON.parse(data)).map(([name, count]) => {
      const box = made('div', '');
      box.append(made('dt', name), made('dd', count.toLocaleString('en')));
      return box;
    }));
  });
  source.addEventListener('news', ({ data }) => {
    const { kind, severity, title, detail } = JSON.parse(data);
    const item = made('li', '');
    item.classList.add(kind, ...(severity ? [severity] : []));
    item.append(made('small', kind === 'step' ? '' : [kind, severity].join(' ')), made('b', title), made('span', detail));
    at('news').prepend(item);
  });
</script>
</html>
`;
}
