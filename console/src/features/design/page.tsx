/** The parts that pages are made of, in light, dark and on a phone. */
import { Head } from "../../parts/head";
import { LookFrame } from "./frame";
import { Specimens } from "./specimens";
import { useWords } from "./words";

export default function Design() {
  const { t } = useWords();
  return (
    <>
      <Head title={t("design")} lead={t("design_def")} />
      <div className="looks" tabIndex={0} role="region" aria-label={t("design")}>
        <LookFrame title={t("light")} scheme="light">
          <Specimens />
        </LookFrame>
        <LookFrame title={t("dark")} scheme="dark">
          <Specimens />
        </LookFrame>
        <LookFrame title={t("mobile")} scheme="light" phone>
          <Specimens />
        </LookFrame>
      </div>
    </>
  );
}
