/** Analytics: who came, from where, what they did, what it led to. */
import { siteFeature } from "../../feature";

export const audience = siteFeature({
  path: "/audience",
  title: "page_audience",
  page: () => import("./page"),
});
