/** Requests: what people ask for under their rights; each has a page of its own. */
import { Navigate, Route, Routes } from "react-router-dom";
import type { PageProps } from "../../feature";
import { All } from "./all";
import { Detail } from "./detail";
import { Entering } from "./enter";

export default function Requests({ me, site }: PageProps) {
  const may = me.may.includes("request_write");
  return (
    <Routes>
      <Route index element={<All me={me} />} />
      <Route path="new" element={may ? <Entering site={site} /> : <Navigate to="/requests" />} />
      <Route path=":id" element={<Detail me={me} />} />
    </Routes>
  );
}
