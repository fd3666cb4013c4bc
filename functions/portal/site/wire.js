/** One request to the API and its answer, or the problem in words. Addresses are relative: we may live under /api/. */

import { language } from "./language.js";

const { early } = globalThis; // what the front page asked before this module was there

/** What the API refused, or why it could not be asked (RFC 9457). `problems` holds every fault with its place. */
export class Problem extends Error {
  constructor({ status = 0, code = "UNEXPECTED", title = "", detail = "", problems = [] }) {
    super(detail || title);
    Object.assign(this, { status, code, title, detail, problems });
  }

  /** The sentences about these places of the request. */
  at(...places) {
    return this.problems.filter((each) => places.includes(each.where)).map((each) => each.detail);
  }
}

export const LOST = new Problem({
  code: "CONNECTION_LOST",
  title: "Không kết nối được",
  detail:
    "Không kết nối được với hệ thống. Hãy kiểm tra mạng rồi thử lại; những gì bạn đã nhập vẫn còn trên trang này.",
});

const UNREADABLE = {
  title: "Hệ thống gặp lỗi",
  detail: "Hệ thống chưa trả lời được. Thông tin của bạn không bị mất; vui lòng thử lại sau ít phút.",
};

/** `send("GET", "procedures", {query: {q: "khai sinh"}})` → the answer's JSON, a file as a Blob, null when there is none. */
export async function send(method, path, { body, query, token } = {}) {
  const headers = { "Accept-Language": language.code };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  const address = path + asked(query);
  const request = { method, headers, body: body && JSON.stringify(body) };
  const answer = (await begun(`${method} ${address}`)) ?? (await reached(address, request));
  readClock(answer);
  if (!answer.ok) throw await refusal(answer);
  if (answer.status === 204) return null;
  return /json/.test(answer.headers.get("Content-Type")) ? answer.json() : answer.blob();
}

let ahead = 0; // milliseconds that the service's clock is ahead of the device's, which may be years wrong

/** What time it is, in milliseconds as `Date.now()` counts them, by the last answer's clock. */
export function moment() {
  return Date.now() + ahead;
}

function readClock(answer) {
  const told = Date.parse(answer.headers.get("Date"));
  if (told) ahead = told - Date.now();
}

/** An answer is taken once; what went wrong on the way is asked anew. */
async function begun(asked) {
  const asking = early.answers.get(asked);
  early.answers.delete(asked);
  const answer = await asking?.catch(() => null);
  return answer?.status < 500 ? answer : null;
}

function reached(address, request) {
  return fetch(address, request).catch(() => {
    throw LOST;
  });
}

async function refusal(answer) {
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  const told = isProblem ? await answer.json().catch(() => ({})) : {};
  return new Problem({ ...UNREADABLE, ...told, status: answer.status });
}

function asked(query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
