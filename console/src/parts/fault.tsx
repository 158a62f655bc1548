/** What went wrong, and why something was refused. */
import { Alert, Button } from "@mantine/core";
import { Problem } from "../api/problem";
import type { Explanation } from "../api/types";
import { useWords } from "../words/catalogue";
import { Ruled, RuleMark } from "./rule";

/** A list of faults, each by itself. */
export function Faults({ all }: { all: string[] }) {
  return (
    <ul className="bullets">
      {all.map((f) => (
        <li key={f}>
          <Ruled>{f}</Ruled>
        </li>
      ))}
    </ul>
  );
}

/** What went wrong, with the server's own words and a way on; nothing while nothing did. */
export function Fault({
  error,
  retry,
  label,
  className,
}: {
  error: unknown;
  retry?: () => void;
  label?: string;
  className?: string;
}) {
  const { t } = useWords();
  if (error === undefined || error === null) return null;
  const problem = error instanceof Problem && error.code !== "offline" ? error : undefined;
  const text = problem?.detail ?? (error instanceof Problem ? t("offline_def") : String(error));
  return (
    <Alert
      variant="outline"
      color="gray"
      title={<Ruled>{problem?.title ?? t("error_title")}</Ruled>}
      role="alert"
      className={className}
    >
      <div>
        <Ruled>{text}</Ruled>
      </div>
      {!!problem?.faults.length && <Faults all={problem.faults} />}
      {retry && (
        <Button mt="sm" size="xs" variant="default" onClick={retry}>
          {label ?? t("retry")}
        </Button>
      )}
    </Alert>
  );
}

/** What would make a refusal lawful, and the rule behind it. */
export function WayOut({ refusal: r }: { refusal: Explanation }) {
  const { t } = useWords();
  return (
    <div className="indent">
      {t("way_out")}: {r.way_out} {r.rule && <RuleMark rules={[r.rule]} />}
    </div>
  );
}
