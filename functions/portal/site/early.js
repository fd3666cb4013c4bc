/** Runs before the rest of the site is there: on a slow line, who is signed in is known by the time the pages are. */
import { arrive } from "./session.js";

arrive().catch(() => {}); // the frame asks the same, and says what is the matter
