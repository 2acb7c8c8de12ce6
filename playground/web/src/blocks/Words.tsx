// Blocks of words: section with its fields and accessory, header, context.
import { Text } from "./Text";
import { Element, labelOf } from "../elements/Element";
import type { Dict } from "../state/types";

export function Section({ block }: { block: Dict }) {
  const { text, fields, accessory } = block;
  const picture = accessory?.type === "image";
  return (
    <div className="section">
      <div className="words">
        {text && <Text of={text} />}
        {fields && (
          <div className="fields">
            {fields.map((field: Dict, place: number) => (
              <div key={place}>
                <Text of={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {picture && <img src={accessory.image_url} alt={accessory.alt_text} />}
      {accessory && !picture && <Element block={block} element={accessory} label={labelOf(block, accessory)} />}
    </div>
  );
}

export function Header({ block }: { block: Dict }) {
  return <h3 className="header">{block.text.text}</h3>;
}

export function Context({ block }: { block: Dict }) {
  return (
    <div className="context">
      {block.elements.map((element: Dict, place: number) =>
        element.type === "image" ? (
          <img key={place} src={element.image_url} alt={element.alt_text} />
        ) : (
          <div key={place}>
            <Text of={element} />
          </div>
        ),
      )}
    </div>
  );
}
