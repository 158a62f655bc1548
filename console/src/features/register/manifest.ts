/** The register: what the organisation does with people's data (Article 30). */
import { feature } from "../../feature";

export const register = feature({
  path: "/register/*",
  title: "page_register",
  may: "register_read",
  page: () => import("./page"),
});
