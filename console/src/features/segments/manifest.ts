/** Segments: people who have something in common, and of whom it may not be said. */
import { feature } from "../../feature";

export const segments = feature({
  path: "/segments",
  title: "page_segments",
  may: "segment_read",
  page: () => import("./page"),
});
