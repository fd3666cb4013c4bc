/**
 * Inside the front page, before anything else is there: on a slow line, who is signed in, the files of the page that is
 * wanted and what that page asks first are on their way while the frame still is. `wire.js` takes the answers.
 */
(() => {
  const { site, first, pages } = JSON.parse(document.getElementById("pages").textContent);
  const fetched = new Set([first]);
  const answers = new Map(); // "GET me" → its answer, or null where it was not asked after all
  const headers = { "Accept-Language": "vi" };

  /** `/vault/01ABC` → `{name, files, file: "./item.js", isOpen, asks, given: ["01ABC"]}`, or undefined. */
  function pageAt(path) {
    for (const [pattern, name, files, isOpen, asks] of pages) {
      const found = path.match(pattern);
      if (!found) continue;
      const given = found.slice(1);
      return { name, files, file: `./${files.at(-1)}`, isOpen, asks: asks?.replace("{id}", given[0]), given };
    }
  }

  /** All that a page needs is fetched at once, not one after another. */
  function fetchAll({ files }) {
    for (const name of files.filter((each) => !fetched.has(each))) {
      fetched.add(name);
      document.head.append(Object.assign(document.createElement("link"), { rel: "modulepreload", href: `${site}/${name}` }));
    }
  }

  /** Whoever takes the answer says what is the matter with it. */
  function keep(asked, answer) {
    answer.catch(() => {});
    answers.set(asked, answer);
    return answer;
  }

  function renew() {
    return fetch("session", { method: "POST", headers: { ...headers, "Content-Type": "application/json" }, body: "{}" });
  }

  async function askSignedIn(path) {
    const token = await renewed;
    return token ? fetch(path, { headers: { ...headers, Authorization: `Bearer ${token}` } }) : null;
  }

  const [path, query] = location.hash.slice(1).split("?");
  const wanted = pageAt(path || "/");
  const renewal = keep("POST session", navigator.locks ? navigator.locks.request("kho-session", renew) : renew());
  const renewed = renewal.then(async (answer) => answer.ok && (await answer.clone().json()).access_token);
  keep("GET me", askSignedIn("me"));
  if (wanted) fetchAll(wanted);
  if (wanted?.asks && !query) {
    keep(`GET ${wanted.asks}`, wanted.isOpen ? fetch(wanted.asks, { headers }) : askSignedIn(wanted.asks));
  }
  globalThis.early = { pageAt, fetchAll, answers };
})();
