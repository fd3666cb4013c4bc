/** A photograph of a paper, from the camera or its roll, as a PDF of one page of A4: what a dossier takes is a PDF. */
import { Problem } from "./wire.js";

export const PHOTO = "image/jpeg,image/png";

const A4 = [595, 842]; // points
const SHARPEST = 2400; // pixels of the longer side: small print can still be read, and 25 MB is far
const QUALITY = 0.85;

/** The file as it is; of a photograph, the PDF of it under the same name. */
export async function paged(file) {
  if (!file.type.startsWith("image/")) return file;
  const { picture, width, height } = await pictureOf(file);
  return new File([pdfOf(picture, width, height)], `${file.name.replace(/\.\w+$/, "")}.pdf`, { type: "application/pdf" });
}

/** → `{picture, width, height}`: a JPEG's bytes the right way up, no larger than need be, without where it was taken. */
async function pictureOf(file) {
  const bitmap = await createImageBitmap(file).catch(() => {
    const detail = "Không đọc được ảnh này. Hãy chọn ảnh JPG, PNG hoặc tệp PDF.";
    throw new Problem({ title: "Không đọc được ảnh", detail, problems: [{ where: "file_name", detail }] });
  });
  const scale = Math.min(1, SHARPEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // under what a PNG leaves out
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return { picture: new Uint8Array(await blob.arrayBuffer()), width: canvas.width, height: canvas.height };
}

/** ISO 32000-1: five objects, the last the picture as it is (DCTDecode), and where each begins. → parts of a file */
function pdfOf(picture, width, height) {
  const [short, long] = A4;
  const [paperWidth, paperHeight] = width > height ? [long, short] : [short, long];
  const scale = Math.min(paperWidth / width, paperHeight / height);
  const [w, h] = [width * scale, height * scale];
  const drawn = `q ${w} 0 0 ${h} ${(paperWidth - w) / 2} ${(paperHeight - h) / 2} cm /P Do Q`;
  const objects = [
    ["<</Type/Catalog/Pages 2 0 R>>"],
    ["<</Type/Pages/Kids[3 0 R]/Count 1>>"],
    [`<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${paperWidth} ${paperHeight}]/Resources<</XObject<</P 5 0 R>>>>/Contents 4 0 R>>`],
    [`<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`],
    [
      `<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode/Length ${picture.length}>>\nstream\n`,
      picture,
      "\nendstream",
    ],
  ];
  return assembled(objects);
}

function assembled(objects) {
  const parts = ["%PDF-1.4\n"];
  const begins = objects.map((object, n) => {
    const at = lengthOf(parts);
    parts.push(`${n + 1} 0 obj\n`, ...object, "\nendobj\n");
    return at;
  });
  const table = begins.map((at) => `${String(at).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  const end = `trailer\n<</Size ${size}/Root 1 0 R>>\nstartxref\n${lengthOf(parts)}\n%%EOF\n`;
  return new Blob([...parts, `xref\n0 ${size}\n0000000000 65535 f \n${table}${end}`]);
}

/** In bytes: what is not a picture is ASCII. */
function lengthOf(parts) {
  return parts.reduce((sum, part) => sum + part.length, 0);
}
