/** The parts that pages are made of, each in its states. */
import { feature } from "../../feature";

export const design = feature({
  path: "/design",
  title: "page_design",
  aside: true,
  page: () => import("./page"),
});
