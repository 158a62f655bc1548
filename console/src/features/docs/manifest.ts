/** The API, from the description that the server gives of it. */
import { feature } from "../../feature";

export const docs = feature({
  path: "/docs",
  title: "page_docs",
  aside: true,
  page: () => import("./page"),
});
