/** Home: what happened, what is blocked and why, what needs somebody today. */
import { feature } from "../../feature";

export const home = feature({
  path: "/",
  title: "page_home",
  page: () => import("./page"),
});
