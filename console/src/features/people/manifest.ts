/** People: who is known, what they may be sent and why not; sign-up, files, erasures. */
import { feature } from "../../feature";

export const people = feature({
  path: "/people",
  title: "page_people",
  page: () => import("./page"),
});
