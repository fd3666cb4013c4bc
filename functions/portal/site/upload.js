/** A file's way into the store: fingerprinted here, announced, sent straight to S3, and watched until it is judged. */
import { phrase } from "./language.js";
import { ask } from "./session.js";
import { Problem } from "./wire.js";

/** What can be said of a file before it is read; "" when nothing speaks against it. */
export function unfit(file) {
  if (/\.pdf$/i.test(file.name)) return "";
  return file.type.startsWith("image/") ? phrase`${NO_PDF} ${PHOTO}` : NO_PDF;
}

const NO_PDF = "Tệp tin phải có định dạng .PDF.";
const PHOTO = "Ảnh chụp không có chữ ký số; nếu chỉ có bản giấy, hãy yêu cầu chứng thực bản sao điện tử.";

export const LARGEST = 25 * 1024 * 1024; // bytes

const FIRST_LOOK = 500; // milliseconds
const SLOWEST_LOOK = 4000;
const PATIENCE = 120_000;

/**
 * Take a file to its judgement whatever the connection does: announced at `path`, sent, watched at `looks`; what was lost
 * on the way is tried again by itself, with a new form when the old one has ended. `told` hears each stage; `isLeft` says
 * that nobody waits any more. The answer is the upload's last look.
 */
export async function delivered(file, said, { path = "vault/uploads", looks = "vault/uploads", told, isLeft }) {
  told({ stage: "reading" });
  const body = { ...said, ...(await announcement(file)) };
  const way = { form: null, isAway: false, losses: 0, refusals: 0 };
  for (;;) {
    try {
      return await oneTry(file, body, { path, looks, told, way });
    } catch (problem) {
      if (isLeft()) throw problem;
      if (problem.code === "NOT_SENT" && way.refusals++ === 0) way.form = null; // its fifteen minutes are over
      else if (isPassing(problem, way)) await aWhile(way.losses++, told);
      else throw problem;
    }
  }
}

/** Goes on where the try before it was lost. An answer that was lost may have been a good one: that is looked at first. */
async function oneTry(file, body, { path, looks, told, way }) {
  if (way.form && way.losses && !way.isAway) {
    const upload = await ask("GET", `${looks}/${way.form.id}`);
    way.isAway = upload.state !== "announced";
  }
  way.form ??= await ask("POST", path, { body });
  if (!way.isAway) await sent(way.form, file, (part) => told({ stage: "sending", part }));
  way.isAway = true;
  told({ stage: "judging", part: 1 });
  return judged(way.form.id, () => {}, looks);
}

const FAILURES = 4; // of the service, before its answer is believed

function isPassing({ code, status }, { losses }) {
  return code === "CONNECTION_LOST" || (status >= 500 && losses < FAILURES);
}

const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

/** Until the device says it is online, somebody is impatient, or a while has passed: devices are often wrong about it. */
function aWhile(losses, told) {
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.min(FIRST_WAIT * 2 ** losses, LONGEST_WAIT));
    addEventListener("online", done);
    told({ stage: "waiting", part: 0, hurry: done });
    function done() {
      clearTimeout(timer);
      removeEventListener("online", done);
      resolve();
    }
  });
}

/** What an announcement says of a file itself. */
export async function announcement(file) {
  if (file.size > LARGEST) throw tooLarge(file);
  const content = await readable(file);
  return { file_name: shortened(file.name), size: file.size, sha256: await sha256(content) };
}

const LONGEST_NAME = 200; // letters the API takes; nobody has to rename a file for it

function shortened(name) {
  const [ending = ""] = name.match(/\.\w{1,8}$/) ?? [];
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - ending.length)}${ending}` : name;
}

function tooLarge() {
  const detail = "Tệp tin lớn hơn 25 MB; hãy dùng bản gốc do cơ quan cấp, không phải bản quét lại.";
  return new Problem({ title: "Tệp tin quá lớn", detail, problems: [{ where: "size", detail }] });
}

async function readable(file) {
  try {
    return await file.arrayBuffer();
  } catch {
    const detail = "Không đọc được tệp tin trên thiết bị; tệp có thể đã bị xóa hoặc đổi tên. Hãy chọn lại tệp tin.";
    throw new Problem({ title: "Không đọc được tệp tin", detail });
  }
}

async function sha256(content) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return Array.from(digest, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

const SILENCE = 45_000; // a connection that moves nothing for so long is lost, though nobody says so

/** Send the file with the form of its announcement. `progress` hears how much of it is away, 0 to 1. */
export function sent(announcement, file, progress) {
  const form = new FormData();
  Object.entries(announcement.fields).forEach(([name, value]) => form.append(name, value));
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    let silence = 0;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE);
    };
    request.upload.onprogress = (event) => {
      heard();
      progress(event.total ? event.loaded / event.total : 0);
    };
    request.onload = () => (request.status < 300 ? resolve() : reject(notTaken(request.status)));
    request.onerror = request.onabort = () => reject(notTaken(0));
    request.onloadend = () => clearTimeout(silence);
    heard();
    request.open("POST", announcement.url);
    request.send(form);
  });
}

function notTaken(status) {
  const lost = "Mất kết nối khi đang gửi tệp tin. Hãy kiểm tra mạng rồi gửi lại; không cần chọn lại tệp.";
  const refused = "Nơi lưu trữ không nhận tệp tin này, có thể vì đã quá 15 phút kể từ khi chọn tệp. Hãy gửi lại.";
  const code = status && status < 500 ? "NOT_SENT" : "CONNECTION_LOST";
  return new Problem({ status, code, title: "Chưa gửi được tệp tin", detail: status ? refused : lost });
}

/** Look at an upload until it is decided, or patience ends; `told` hears each look. The last look is the answer. */
export async function judged(id, told, path = "vault/uploads") {
  const began = performance.now();
  for (let wait = FIRST_LOOK; ; wait = Math.min(wait * 1.4, SLOWEST_LOOK)) {
    const upload = await ask("GET", `${path}/${id}`);
    told(upload);
    if (upload.state !== "announced" || performance.now() - began > PATIENCE) return upload;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}
