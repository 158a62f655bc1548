/** The parts that pages are made of, each in its states. */
import { feature } from "../../feature";

export const design = feature({
  path: "/design",
  title: ["Byggeklodser", "Byggstenar", "Building blocks"],
  aside: true,
  page: () => import("./page"),
});
