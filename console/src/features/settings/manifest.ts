/** Settings: sites, team, keys, one's own account, what runs, what was done. */
import { feature } from "../../feature";

export const settings = feature({
  path: "/settings",
  title: "page_settings",
  page: () => import("./page"),
});
