"""What travels through the API, as pydantic models: they check, and write openapi.json."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr, WithJsonSchema

_CODE = (
    "Code de la boîte : CIP13, ACL13, EAN-13, CIP7, GTIN-14, ou contenu entier du DataMatrix "
    "tel que le lit la douchette. Un texte, pour ne perdre aucun chiffre."
)
_QUANTITY = (
    "Stock en unités (doses, tests), jamais en boîtes. 0 : rupture. Un produit absent de `lines` "
    "est « non déclaré », ce qui n'est pas 0."
)
_BOXES = "Stock en boîtes pleines : le portail le convertit en unités avec `pack_size` de la campagne."
_NOT_STOCKED = "true : l'officine ne tient pas ce produit. Exclut toute quantité."
Text = StrictStr | StrictInt


class SentLine(BaseModel):
    """Une ligne : un produit et un seul état, `quantity`, `boxes` ou `not_stocked`."""

    model_config = ConfigDict(extra="forbid")
    code: Text = Field(description=_CODE, examples=["3400930306000"])
    quantity: Text | None = Field(None, description=_QUANTITY, examples=[12])
    boxes: Text | None = Field(None, description=_BOXES, examples=[4])
    not_stocked: StrictBool | None = Field(None, description=_NOT_STOCKED, examples=[True])


class Sent(BaseModel):
    """La semaine entière d'une officine : elle remplace la déclaration précédente de la semaine."""

    model_config = ConfigDict(extra="forbid")
    week: StrictStr = Field(description="La semaine en cours, ISO, heure de Paris.", examples=["2026-W47"])
    finess: StrictStr | None = Field(
        None, description="Facultatif : refusé (403) si ce n'est pas l'officine du jeton. Évite les mélanges."
    )
    # Each line is read apart, so that one answer tells every fault of every line.
    lines: list[Annotated[Any, WithJsonSchema(SentLine.model_json_schema())]] = Field(
        description="Tous les produits que l'officine déclare cette semaine."
    )


class ReceiptLine(BaseModel):
    """Une ligne telle qu'enregistrée : `quantity` ou `not_stocked`."""

    code: str = Field(description="Code à 13 chiffres.", examples=["3400930306000"])
    quantity: int | None = Field(None, description="Unités.", examples=[12])
    boxes: int | None = Field(None, description="Boîtes, si c'est ainsi que vous avez compté.")
    not_stocked: bool | None = Field(None, description="true : non tenu.")


class Receipt(BaseModel):
    """Le reçu, relu dans la base : la preuve de ce qui est enregistré."""

    id: str = Field(description="À garder : c'est l'adresse de la déclaration.")
    finess: str = Field(description="Numéro FINESS de l'officine.", examples=["010002301"])
    week: str = Field(examples=["2026-W47"])
    received_at: str = Field(description="Instant UTC de la réception.", examples=["2026-11-18T10:00:00Z"])
    lines: list[ReceiptLine]


class Remark(BaseModel):
    """Ce qui a été compris d'une ligne, ou mérite une vérification. N'empêche rien."""

    line: int | None
    code: str
    message: str


class ReceiptWithRemarks(Receipt):
    """Le reçu, et des remarques seulement s'il y en a."""

    remarks: list[Remark] | None = Field(
        None, description="Absent s'il n'y a rien à dire. À montrer à la personne."
    )


class CampaignProduct(BaseModel):
    """Un produit suivi."""

    code: str = Field(description="Code à 13 chiffres.", examples=["3400930306000"])
    name: str
    family: str = Field(description="tests ou vaccins.", examples=["vaccins"])
    unit: str = Field(description="Ce que compte `quantity`.", examples=["dose"])
    pack_size: int = Field(description="Unités dans une boîte.")
    demo: bool = Field(description="true : code inventé pour la démonstration, aucun fabricant ne le porte.")


class OpenCampaign(BaseModel):
    """La campagne ouverte, la semaine à déclarer et ses produits dans l'ordre du formulaire."""

    id: str
    name: str
    opens_on: str = Field(examples=["2026-10-12"])
    closes_on: str = Field(examples=["2027-02-28"])
    week: str = Field(description="La semaine qui se déclare maintenant.", examples=["2026-W47"])
    closes_at: str = Field(
        description="Instant UTC où cette semaine ferme : dimanche à minuit, heure de Paris.",
        examples=["2026-11-22T23:00:00Z"],
    )
    products: list[CampaignProduct]


class ReleaseFile(BaseModel):
    """Un fichier d'une publication."""

    name: str = Field(examples=["stocks.csv"])
    sha256: str = Field(description="Empreinte SHA-256 du fichier, aussi donnée par `ETag`.")
    url: str = Field(examples=["/api/v1/releases/2026-W46/stocks.csv"])


class Release(BaseModel):
    """Une semaine publiée, figée."""

    week: str = Field(examples=["2026-W46"])
    revision: int
    published_at: str
    files: list[ReleaseFile]


class Releases(BaseModel):
    """Les semaines publiées, la dernière d'abord."""

    releases: list[Release]
