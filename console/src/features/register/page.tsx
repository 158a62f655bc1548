/** The register: what the organisation does with people's data; each processing activity has a page of its own. */
import { Navigate, Route, Routes } from "react-router-dom";
import type { PageProps } from "../../feature";
import { All } from "./all";
import { Detail } from "./detail";
import { Changing, Entering } from "./editing";

export default function Register({ me }: PageProps) {
  const may = me.may.includes("register_write");
  const list = <Navigate to="/register" replace />;
  return (
    <Routes>
      <Route index element={<All me={me} />} />
      <Route path="new" element={may ? <Entering /> : list} />
      <Route path=":id" element={<Detail me={me} />} />
      <Route path=":id/edit" element={may ? <Changing /> : list} />
    </Routes>
  );
}
