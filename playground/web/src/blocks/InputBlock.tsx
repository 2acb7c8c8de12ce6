// An input block: label, field, hint, and what is wrong with it.
import { useId } from "react";
import { Element } from "../elements/Element";
import { usePlace } from "../elements/place";
import type { Dict } from "../state/types";

export function InputBlock({ block }: { block: Dict }) {
  const { errors } = usePlace();
  const id = useId();
  const wrong = errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  return (
    <div className="input-block">
      <span className="label" aria-hidden="true">
        {block.label.text} {block.optional && <small>(optional)</small>}
      </span>
      <Element
        block={block}
        element={block.element}
        label={block.label.text}
        invalid={wrong ? true : undefined}
        describedBy={described || undefined}
      />
      {block.hint && (
        <p className="hint" id={`${id}-hint`}>
          {block.hint.text}
        </p>
      )}
      {wrong && (
        <p className="wrong" id={`${id}-wrong`} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
