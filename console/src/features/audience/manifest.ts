/** Audience: who came, from where, what they did, what it led to. */
import { siteFeature } from "../../feature";

export const audience = siteFeature({
  path: "/audience",
  title: ["Publikum", "Publik", "Audience"],
  page: () => import("./page"),
});
