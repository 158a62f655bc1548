/** Requests: what people ask for under their rights. */
import { feature } from "../../feature";
import { useRequests } from "./list";

export const requests = feature({
  path: "/requests/*",
  title: "page_requests",
  may: "request_read",
  useCount: (me) => useRequests(me.may.includes("request_read")).data?.open.length ?? 0,
  page: () => import("./page"),
});
