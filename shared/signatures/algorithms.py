"""Which algorithms are believed, and until when."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, keys, x509
from pyhanko.sign.validation.utils import CMSAlgorithmUsagePolicy
from pyhanko_certvalidator.policy_decl import AlgorithmUsageConstraint

from shared.signatures.policy import Policy

STRONG_DIGESTS = frozenset(
    {"sha224", "sha256", "sha384", "sha512", "sha512_224", "sha512_256", "sha3_224", "sha3_256", "sha3_384", "sha3_512"}
    | {"shake256"}
)
WITH_ED448 = ("shake256_len", 512)  # RFC 8419, 3.1
RSA = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "rsa", "rsassa"})
EDWARDS = frozenset({"ed25519", "ed448"})

YES = AlgorithmUsageConstraint(allowed=True)
NEVER = AlgorithmUsageConstraint(allowed=False)


@dataclass(frozen=True)
class Algorithms(CMSAlgorithmUsagePolicy):
    """The policy's thresholds in the library's terms.

    A SHA-1 signature made by a pinned key is no trust input: the certificate under it is pinned itself or was checked
    when the store was filled. SHA-1 elsewhere counts only at a moment proven to lie before its end.
    """

    policy: Policy
    pinned_keys: frozenset[bytes] = frozenset()

    def digest_algorithm_allowed(
        self, algo: algos.DigestAlgorithm, moment: datetime | None
    ) -> AlgorithmUsageConstraint:
        name = algo["algorithm"].native
        return YES if (name, algo["parameters"].native) == WITH_ED448 else self._digest(name, moment)

    def signature_algorithm_allowed(
        self, algo: algos.SignedDigestAlgorithm, moment: datetime | None, public_key: keys.PublicKeyInfo | None
    ) -> AlgorithmUsageConstraint:
        if public_key is None or not self._is_long_enough(public_key):
            return NEVER
        try:
            digest = algo.hash_algo
        except ValueError:  # plain RSA and Edwards curves leave the digest to the CMS
            return YES
        pinned = public_key.sha256 in self.pinned_keys and digest == "sha1"
        return YES if pinned else self._digest(digest, moment)

    def digest_combination_allowed(
        self,
        signature_algo: algos.SignedDigestAlgorithm,
        message_digest_algo: algos.DigestAlgorithm,
        moment: datetime | None,
    ) -> AlgorithmUsageConstraint:
        """RFC 5754, 2: a digest with NULL for parameters, and one without any, are the same."""
        plain = algos.DigestAlgorithm({"algorithm": message_digest_algo["algorithm"].native})
        return super().digest_combination_allowed(signature_algo, plain, moment)

    def _digest(self, name: str, moment: datetime | None) -> AlgorithmUsageConstraint:
        if name in STRONG_DIGESTS:
            return YES
        if name != "sha1":
            return NEVER
        in_time = moment is not None and moment <= self.policy.sha1_until
        return AlgorithmUsageConstraint(allowed=in_time, not_allowed_after=self.policy.sha1_until)

    def _is_long_enough(self, key: keys.PublicKeyInfo) -> bool:
        if key.algorithm in RSA:
            return bool(key.bit_size >= self.policy.rsa_bits)
        if key.algorithm == "ec":
            return bool(key.bit_size >= self.policy.curve_bits)
        return key.algorithm in EDWARDS


def pinned_keys(certificates: tuple[x509.Certificate, ...]) -> frozenset[bytes]:
    return frozenset(certificate.public_key.sha256 for certificate in certificates)
