/** Newsletters, from the first word to what became of each recipient. */
import { feature } from "../../feature";

export const reach = feature({
  path: "/reach",
  title: "page_reach",
  may: "campaign_read",
  page: () => import("./page"),
});
