/**
 * Who is signed in. The access token lives in this module's memory alone; an HttpOnly cookie renews it.
 * When the session ends in the middle of something, the request waits until its owner has signed in again.
 */
import { askForThem, hands, isForThem } from "./hands.js";
import { Problem, send } from "./wire.js";

const EARLY = 30; // seconds before its end a token is renewed
const RETURN = "kho-return"; // where a deep link led before sign-in
const otherTabs = new BroadcastChannel("kho-session");

/** `state`: unknown, signed_in, signed_out, or ended (was signed in, and something is waiting). */
export const session = { state: "unknown", me: null };

let token = null;
let renewAt = 0; // on performance's clock: the device's own may be wrong
let renewing = null;
let arriving = null;
let comeBack = null;
const listeners = new Set();

export function onSession(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function become(state) {
  session.state = state;
  listeners.forEach((listener) => listener(state));
}

/** Ask the API as who is signed in, or, while an officer assists somebody, with that person's vault. */
export async function ask(method, path, options = {}) {
  if (isForThem(path)) return askForThem(method, path, options);
  try {
    return await send(method, path, { ...options, token: await currentToken() });
  } catch (problem) {
    if (problem.status !== 401) throw problem;
  }
  token = null;
  return send(method, path, { ...options, token: await currentToken() });
}

/** Who applies and whose dossier it is, before anybody has typed it. */
export function parties() {
  const { person, vault } = session.me;
  return hands.of ? { applicant: hands.of, owner: hands.of } : { applicant: person, owner: vault };
}

const looked = new Map();

/** What everybody may read and what seldom changes, asked once. */
export function look(path, query) {
  const key = JSON.stringify([path, query]);
  if (!looked.has(key)) {
    const answer = send("GET", path, { query });
    looked.set(key, answer);
    answer.catch(() => looked.delete(key));
  }
  return looked.get(key);
}

async function currentToken() {
  if (token && performance.now() < renewAt) return token;
  try {
    await renewed();
  } catch (problem) {
    if (problem.status !== 401 || !session.me) throw problem;
    await signedInAgain();
  }
  return token;
}

/** One renewal at a time, over all tabs: the cookie is good for one. */
function renewed() {
  renewing ??= oneAtATime(renew).finally(() => {
    renewing = null;
  });
  return renewing;
}

function oneAtATime(act) {
  return navigator.locks ? navigator.locks.request("kho-session", act) : act();
}

async function renew() {
  const given = await send("POST", "session", { body: {} });
  token = given.access_token;
  renewAt = performance.now() + (given.expires_in - EARLY) * 1000;
}

function signedInAgain() {
  if (!comeBack) {
    comeBack = {};
    comeBack.promise = new Promise((resolve) => {
      comeBack.resolve = resolve;
    });
    become("ended");
  }
  return comeBack.promise;
}

/** Somebody says they have signed in again; whoever waits goes on, if it is the same person. */
export async function goOn() {
  await renewed();
  const me = await send("GET", "me", { token });
  if (me.vault.id !== session.me.vault.id || me.person.id !== session.me.person.id) {
    location.reload();
    return;
  }
  comeBack?.resolve();
  comeBack = null;
  become("signed_in");
}

/** At the start, once: signed in already, or not. */
export function arrive() {
  arriving ??= arrival();
  return arriving;
}

/** Whoever has just signed in is taken where they were going. */
async function arrival() {
  try {
    await renewed();
    session.me = await send("GET", "me", { token });
  } catch (problem) {
    if (problem.status !== 401) throw problem;
    become("signed_out");
    return;
  }
  const wanted = sessionStorage.getItem(RETURN);
  sessionStorage.removeItem(RETURN);
  if (wanted?.startsWith("#/")) location.replace(wanted); // a place of ours, never another site or a script
  otherTabs.postMessage("signed_in");
  become("signed_in");
}

/** Remember where to come back to, before the browser leaves for a provider. */
export function rememberWay(hash) {
  sessionStorage.setItem(RETURN, hash);
}

export async function signOut() {
  try {
    if (hands.of) await ask("DELETE", `desk/assisted-sessions/${hands.of.id}`);
    await send("DELETE", "session", { token: await currentToken() });
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
  }
  otherTabs.postMessage("signed_out");
  location.hash = "#/";
  location.reload();
}

otherTabs.onmessage = ({ data }) => {
  if (data === "signed_out" && session.me) location.reload();
  if (data === "signed_in" && session.state === "ended") goOn().catch(() => {});
};
