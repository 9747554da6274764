// Makes pictures ready to be sent: samples drawn by the page, and the person's own files made small enough.

const SIDE = 1280;
export const SAMPLES = ['laptop', 'phone', 'printer', 'washer'];
export const sampleAddress = (name) => `/sandbox/static/samples/${name}.svg`;

async function load(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

function jpeg(image, width, height) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(image, 0, 0, width, height);
  return canvas.toDataURL('image/jpeg', 0.86).split(',')[1];
}

/** A sample photo as `{name, data}` (base64 JPEG). */
export async function samplePhoto(name) {
  return { name: `${name}.jpg`, data: jpeg(await load(sampleAddress(name)), 960, 720) };
}

/** An image file as `{name, data}`, scaled so that its longer side is at most 1280 px, as Telegram does. */
export async function photoOf(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await load(address);
    const [width, height] = [image.naturalWidth || SIDE, image.naturalHeight || SIDE];
    const scale = Math.min(1, SIDE / Math.max(width, height));
    return { name: file.name.replace(/\.\w+$/, '') + '.jpg', data: jpeg(image, Math.round(width * scale), Math.round(height * scale)) };
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Any file as `{name, mime, data}` (base64, unchanged). */
export async function fileOf(file) {
  const reader = new FileReader();
  const read = new Promise((done, failed) => {
    reader.onload = done;
    reader.onerror = failed;
  });
  reader.readAsDataURL(file);
  await read;
  return { name: file.name, mime: file.type || 'application/octet-stream', data: reader.result.split(',')[1] || '' };
}
