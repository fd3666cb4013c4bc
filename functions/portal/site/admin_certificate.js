/** A certificate's file as the API takes it: base64 of whatever it holds, DER or PEM. */
import { phrase } from "./page.js";
import { Problem } from "./wire.js";

const LARGEST = 64 * 1024; // bytes

export async function encoded(file) {
  if (file.size > LARGEST) {
    const detail = phrase`Tệp này quá lớn để là một chứng thư số.`;
    throw new Problem({ title: detail, detail });
  }
  const content = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(content, (octet) => String.fromCharCode(octet)).join(""));
}
