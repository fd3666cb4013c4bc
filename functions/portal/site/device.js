/** What this device remembers for its reader; a browser may be told to keep nothing. */

/** What was kept under that name, or null. */
export function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keep it, or with null forget it; where nothing may be kept, it is asked again next time. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    // nothing is lost but the memory of it
  }
}
