"""Keys and certificates: who may sign for the institution, and whose signature it accepts.

What is public (certificates, revocation lists) lies in tables, so that every process and site has
it and nothing that was ever signed loses its proof; private keys lie with a *custodian*
(`custody`): files, or a PKCS#11 token. The authority is for trials and small installations;
certificates of any other authority are taken in just the same.
"""
