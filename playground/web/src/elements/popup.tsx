// A list that hangs below (or above) what opened it, drawn over everything else.
import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from "react";
import { createPortal } from "react-dom";

const GAP = 4;
const ROOM = 260;

interface PopupProps {
  anchor: RefObject<HTMLElement | null>;
  onClose(): void;
  children: ReactNode;
  wide?: boolean;
}

export function Popup({ anchor, onClose, children, wide = false }: PopupProps) {
  const self = useRef<HTMLDivElement>(null);
  const [style, setStyle] = useState<React.CSSProperties>({ visibility: "hidden" });

  useLayoutEffect(() => {
    const place = () => {
      if (anchor.current) setStyle(besides(anchor.current.getBoundingClientRect(), wide));
    };
    const close = (event: Event) => {
      const target = event.target as Node;
      if (!self.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    place();
    window.addEventListener("resize", place);
    window.addEventListener("scroll", place, true);
    document.addEventListener("pointerdown", close);
    return () => {
      window.removeEventListener("resize", place);
      window.removeEventListener("scroll", place, true);
      document.removeEventListener("pointerdown", close);
    };
  }, [anchor, onClose, wide]);

  return createPortal(
    <div className="popup" ref={self} style={style}>
      {children}
    </div>,
    document.body,
  );
}

function besides(box: DOMRect, wide: boolean): React.CSSProperties {
  const below = window.innerHeight - box.bottom;
  const up = below < ROOM && box.top > below;
  const width = wide ? box.width : Math.max(box.width, 180);
  const left = Math.max(8, Math.min(box.left, window.innerWidth - width - 8));
  const height = Math.min(ROOM, (up ? box.top : below) - 2 * GAP);
  const edge = up ? { bottom: window.innerHeight - box.top + GAP } : { top: box.bottom + GAP };
  return { left, minWidth: width, maxWidth: window.innerWidth - 16, maxHeight: height, ...edge };
}
