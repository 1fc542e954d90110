"""What the workspace Search shows at one moment."""

from dataclasses import dataclass

from model.datasets.dataset import Dataset
from model.search.records import Plan, SearchSnapshot


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is seen: a search, or None and what would be searched.

    dataset is that of the main run, where it has the same images.
    """

    plan: Plan
    search: SearchSnapshot | None
    dataset: Dataset | None
    title: str

    @property
    def preprocessing(self) -> str:
        """What the weights see where that is known, or how the images are arranged."""
        if self.dataset is not None and self.dataset.arrangement == self.plan.arrangement:
            return self.dataset.preprocessing.sentence
        return self.plan.arrangement.words or "arranged as usual"
