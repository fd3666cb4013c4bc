/**
 * An officer's hands for somebody at the counter: whose they are now, and until when. The session's token lives in this
 * tab's memory alone, so another tab, and this one loaded anew, is the officer's own. When the half hour is over in the
 * middle of something, the request waits until a session is opened anew for the same person.
 */
import { phrase } from "./language.js";
import { Problem, send } from "./wire.js";

/** `of`: the session as it was opened, with what was typed for it, or null; `isOver`: its time has ended. */
export const hands = { of: null, isOver: false };

const listeners = new Set();
let token = null;
let endsAt = 0; // on performance's clock: the device's own may be wrong
let alarm = null;
let waiting = null;

export function onHands(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What their list of dossiers is called. */
export function whoseDossiers() {
  return hands.of ? phrase`Hồ sơ của ${hands.of.name}` : "Hồ sơ của tôi";
}

/** Whether this request is made for the person, not by the officer themselves. */
export function isForThem(path) {
  return Boolean(hands.of) && !path.startsWith("desk/");
}

/** Whether this session is of somebody else than who is assisted here. */
export function isAnother({ person }) {
  return Boolean(hands.of) && hands.of.person !== person;
}

/** A session was opened, or anew for the same person: whatever waited goes on. */
export function begin({ access_token, expires_in, ...session }, said) {
  token = access_token;
  endsAt = performance.now() + expires_in * 1000;
  clearTimeout(alarm);
  alarm = setTimeout(over, expires_in * 1000);
  become({ of: { ...session, said }, isOver: false });
  waiting?.resolve();
  waiting = null;
}

/** Nothing is done for them any more; what waited is given up. */
export function ended() {
  token = null;
  clearTimeout(alarm);
  waiting?.reject(new Problem({ title: "Phiên hỗ trợ đã kết thúc", detail: "Hãy mở phiên mới nếu còn cần." }));
  waiting = null;
  become({ of: null, isOver: false });
}

function over() {
  become({ ...hands, isOver: true });
}

function become(state) {
  Object.assign(hands, state);
  listeners.forEach((listener) => listener());
}

/** Whole minutes that remain. */
export function minutesLeft() {
  return Math.max(0, Math.ceil((endsAt - performance.now()) / 60_000));
}

export async function askForThem(method, path, options) {
  try {
    return await send(method, path, { ...options, token });
  } catch (problem) {
    if (problem.code !== "ASSISTED_SESSION_ENDED" && problem.status !== 401) throw problem;
  }
  await openedAnew();
  return send(method, path, { ...options, token });
}

function openedAnew() {
  if (!waiting) {
    waiting = {};
    waiting.promise = new Promise((resolve, reject) => Object.assign(waiting, { resolve, reject }));
    over();
  }
  return waiting.promise;
}
