/** The address keeps each of two things that are put there before it is shown again. */
import { screen } from "@testing-library/react";
import { useLocation } from "react-router-dom";
import { expect, test } from "vitest";
import { show } from "../testing/show";
import { useAddress } from "./address";

function Two() {
  const one = useAddress();
  const other = useAddress();
  const { search } = useLocation();
  const both = () => {
    one.put({ metric: "sessions" });
    other.put({ days: "7" }, { replace: true });
  };
  return (
    <>
      <button type="button" onClick={both}>
        both
      </button>
      <button type="button" onClick={() => one.put({ metric: null })}>
        less
      </button>
      <output>{search}</output>
    </>
  );
}

test("the second of two builds on the first, and the next on what is shown", async () => {
  const { user } = show(<Two />);
  await user.click(screen.getByRole("button", { name: "both" }));
  expect(screen.getByRole("status")).toHaveTextContent("?metric=sessions&days=7");
  await user.click(screen.getByRole("button", { name: "less" }));
  expect(screen.getByRole("status")).toHaveTextContent(/^\?days=7$/);
});
