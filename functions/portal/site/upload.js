/** A file's way into the store: fingerprinted here, announced, sent straight to S3, and watched until it is judged. */
import { ask } from "./session.js";
import { Problem } from "./wire.js";

export const LARGEST = 25 * 1024 * 1024; // bytes

const FIRST_LOOK = 500; // milliseconds
const SLOWEST_LOOK = 4000;
const PATIENCE = 120_000;

/** Announce a file at `path`. `said` are the announcement's other fields; the answer is what `sent` needs. */
export async function announced(file, said, path = "vault/uploads") {
  return ask("POST", path, { body: { ...said, ...(await announcement(file)) } });
}

/** What an announcement says of a file itself. */
export async function announcement(file) {
  if (file.size > LARGEST) throw tooLarge(file);
  const content = await readable(file);
  return { file_name: file.name, size: file.size, sha256: await sha256(content) };
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

/** Send the file with the form of its announcement. `progress` hears how much of it is away, 0 to 1. */
export function sent(announcement, file, progress) {
  const form = new FormData();
  Object.entries(announcement.fields).forEach(([name, value]) => form.append(name, value));
  form.append("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much has been sent
    request.upload.onprogress = (event) => progress(event.total ? event.loaded / event.total : 0);
    request.onload = () => (request.status < 300 ? resolve() : reject(notTaken(request.status)));
    request.onerror = () => reject(notTaken(0));
    request.open("POST", announcement.url);
    request.send(form);
  });
}

function notTaken(status) {
  const lost = "Mất kết nối khi đang gửi tệp tin. Hãy kiểm tra mạng rồi bấm gửi lại; không cần chọn lại tệp.";
  const refused = "Nơi lưu trữ không nhận tệp tin này, có thể vì đã quá 15 phút kể từ khi chọn tệp. Hãy gửi lại.";
  return new Problem({ status, code: "NOT_SENT", title: "Chưa gửi được tệp tin", detail: status ? refused : lost });
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
