/** Settings: sites, team, keys, one's own account, what runs, what was done. */
import { feature } from "../../feature";

export const settings = feature({
  path: "/settings",
  title: ["Indstillinger", "Inställningar", "Settings"],
  page: () => import("./page"),
});
