/** Consent: records with proof, answers, the notice and its versions, the tag. */
import { siteFeature } from "../../feature";

export const consent = siteFeature({
  path: "/consent",
  title: "page_consent",
  page: () => import("./page"),
});
